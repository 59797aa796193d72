/** Raw cells of one column: numbers and dates (NaN where missing), or indices of categories. */
export type RawCells =
  | { readonly kind: "number" | "date"; readonly values: Float64Array }
  | { readonly kind: "category"; readonly indices: Int32Array };

/** In `RawCells.indices`: the cell was missing. */
export const missingCategory = -1;
/** In `RawCells.indices`: the cell holds a value that is none of the column's categories. */
export const unknownCategory = -2;

/** Consecutive rows of a table, encoded. */
export interface TableChunk {
  /** Position of the first row among all rows delivered, from 0. */
  readonly start: number;
  readonly count: number;
  /** Number of each row in the file, from 0, before the filter; [count]. */
  readonly row: Float64Array;
  /** Cells of the id column as text; [count]. */
  readonly id?: readonly (string | null)[];
  /** Cells of the label (or clusters) column as text; [count]. */
  readonly label?: readonly (string | null)[];
  /** Filled, scaled, one-hot: [count × D] row-major, in float64 so that it can be shifted before it is narrowed. */
  readonly encoded: Float64Array;
  /** Per column, before filling; for display. */
  readonly raw: readonly RawCells[];
  /** 1 where a missing cell was filled; [count × columns] row-major. */
  readonly filled: Uint8Array;
}

export interface TableSample extends TableChunk {
  /** Rows that the sample was drawn from. */
  readonly of: number;
}
