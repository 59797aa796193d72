import type { MakeWriter, WrittenColumn } from "./explanation-writer.ts";
import { lineWriter, shortFloat32 } from "./row-lines.ts";

/** Writes CSV as RFC 4180 has it but for the line ends, which are \n. */
export const csvWriter: MakeWriter = (path, columns, begin) =>
  lineWriter(
    path,
    columns,
    { begin: `${columns.map(({ name }) => quoted(name)).join(",")}\n`, separator: "", end: "", row, cell },
    begin,
  );

const row = (cells: readonly string[]) => `${cells.join(",")}\n`;

function cell(value: number | string | null, { type }: WrittenColumn): string {
  if (value === null) return "";
  if (typeof value === "string") return quoted(value);
  return type === "float" ? shortFloat32(value) : String(value);
}

/** An empty text is quoted, so that it is not taken for a gap. */
const quoted = (text: string) => (text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
