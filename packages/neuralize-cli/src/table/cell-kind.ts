import type { CellKind } from "./table.ts";

const numbers = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const dates = /^(?:DATE|TIMESTAMP(?:_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/;

/** What the cells of a DuckDB type are to a clustering. Times of day, intervals, lists, structs and blobs are "other". */
export function cellKind(type: string): CellKind {
  if (numbers.test(type)) return "number";
  if (dates.test(type)) return "date";
  if (type === "BOOLEAN") return "boolean";
  if (type === "VARCHAR" || type === "UUID" || type.startsWith("ENUM(")) return "text";
  return "other";
}

/** Whether a DuckDB type holds whole numbers only. */
export const isInteger = (type: string) => /^U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type);
