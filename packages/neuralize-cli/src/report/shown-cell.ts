import type { TableColumn } from "neuralize";
import { missingCategory, type RawCells } from "../table/table-chunk.ts";

/** One raw cell as a person sees it: number, category, or null where it was missing; dates in ms since 1970. */
export function shownCell(cells: RawCells, row: number, column: TableColumn): number | string | null {
  if (cells.kind !== "category") {
    const value = cells.values[row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  }
  const index = cells.indices[row] ?? missingCategory;
  if (index === missingCategory) return null;
  return (column.kind === "category" ? column.categories[index] : undefined) ?? "(unknown)";
}
