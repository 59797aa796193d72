import type { MakeWriter, WrittenColumn } from "./explanation-writer.ts";
import { lineWriter, shortFloat32 } from "./row-lines.ts";

/** Writes an array of objects, one per line. */
export const jsonWriter: MakeWriter = (path, columns, begin) => {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  const row = (cells: readonly string[]) => `{${cells.map((value, i) => `${keys[i]}:${value}`).join(",")}}`;
  return lineWriter(path, columns, { begin: "[\n", separator: ",\n", end: "\n]\n", row, cell }, begin);
};

function cell(value: number | string | null, { type }: WrittenColumn): string {
  if (typeof value === "number" && type === "float" && Number.isFinite(value)) return shortFloat32(value);
  return JSON.stringify(value);
}
