import type { ChosenColumn } from "./column-choice.ts";
import { joinMoments, type Moments, momentsOf, noMoments } from "./moments.ts";
import { missingCategory, type RawCells, unknownCategory } from "./table-chunk.ts";

/** What one pass over a column counts. */
export interface Tally {
  /** Numbers and dates. */
  readonly moments: Moments;
  readonly missing: number;
  /** Number of the first row with a missing cell. */
  readonly firstMissing?: number;
  /** Categories: cells that hold none of them, and rows of each. */
  readonly unknown: number;
  readonly counts: readonly number[];
}

export const emptyTally = (column: ChosenColumn): Tally => ({
  moments: noMoments,
  missing: 0,
  unknown: 0,
  counts: Array.from({ length: column.kind === "category" ? (column.categories?.length ?? 0) : 0 }, () => 0),
});

/** A tally after some more cells; `row` numbers their rows. */
export function addCells(tally: Tally, cells: RawCells, row: Float64Array): Tally {
  return cells.kind === "category" ? addCategories(tally, cells.indices, row) : addNumbers(tally, cells.values, row);
}

function addNumbers(tally: Tally, values: Float64Array, row: Float64Array): Tally {
  const moments = momentsOf(values);
  const missing = values.length - moments.count;
  return {
    ...tally,
    ...firstMissing(tally, missing, row, () => values.findIndex(Number.isNaN)),
    moments: joinMoments(tally.moments, moments),
    missing: tally.missing + missing,
  };
}

function addCategories(tally: Tally, indices: Int32Array, row: Float64Array): Tally {
  const counts = [...tally.counts];
  let missing = 0;
  let unknown = 0;
  for (const index of indices) {
    if (index === missingCategory) missing++;
    else if (index === unknownCategory) unknown++;
    else counts[index] = (counts[index] ?? 0) + 1;
  }
  return {
    ...tally,
    ...firstMissing(tally, missing, row, () => indices.indexOf(missingCategory)),
    missing: tally.missing + missing,
    unknown: tally.unknown + unknown,
    counts,
  };
}

function firstMissing(tally: Tally, missing: number, row: Float64Array, find: () => number) {
  if (tally.firstMissing !== undefined || missing === 0) return {};
  return { firstMissing: row[find()] ?? 0 };
}
