import type { TableColumn } from "neuralize";
import type { RawCells } from "./table-chunk.ts";

/**
 * A raw cell as a report shows it: a number, a date in ms since 1970, a category; null where it was missing, and where
 * it held a category that the model does not know.
 */
export function displayCell(column: TableColumn, cells: RawCells, index: number): number | string | null {
  if (cells.kind === "category")
    return (column.kind === "category" ? column.categories[cells.indices[index] ?? -1] : undefined) ?? null;
  const value = cells.values[index] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}
