import type { TableColumn } from "neuralize";
import { encodedLengths } from "./encoding.ts";
import { missingCategory, type RawCells } from "./table-chunk.ts";

export interface EncodedCells {
  /** [count × D] row-major. */
  readonly encoded: Float64Array;
  /** 1 where a missing cell was filled; [count × columns] row-major. */
  readonly filled: Uint8Array;
}

/**
 * Encodes raw cells, [columns][count], in the order of `columns`. `onGap` is called for a missing cell of a column that
 * has no value to fill it with, and throws.
 */
export function encodeCells(
  columns: readonly TableColumn[],
  cells: readonly RawCells[],
  count: number,
  onGap: (column: TableColumn, index: number) => never,
): EncodedCells {
  const lengths = encodedLengths(columns);
  const dimensions = lengths.reduce((sum, length) => sum + length, 0);
  const encoded = new Float64Array(count * dimensions);
  const filled = new Uint8Array(count * columns.length);
  let start = 0;
  columns.forEach((column, c) => {
    const raw = cells[c];
    const noteGap = (i: number): number => {
      if (column.fill === null) return onGap(column, i);
      filled[i * columns.length + c] = 1;
      return column.fill;
    };
    if (column.kind === "category" && raw?.kind === "category") {
      for (let i = 0; i < count; i++) {
        const index = raw.indices[i] ?? missingCategory;
        const category = index === missingCategory ? noteGap(i) : index;
        // An unknown category is negative: all its coordinates stay 0.
        if (category >= 0) encoded[i * dimensions + start + category] = column.weight;
      }
    } else if (column.kind !== "category" && raw !== undefined && raw.kind !== "category") {
      const { offset, scale } = column;
      for (let i = 0; i < count; i++) {
        const value = raw.values[i] ?? Number.NaN;
        encoded[i * dimensions + start] = ((Number.isNaN(value) ? noteGap(i) : value) - offset) / scale;
      }
    }
    start += lengths[c] ?? 0;
  });
  return { encoded, filled };
}
