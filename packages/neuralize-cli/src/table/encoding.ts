import type { CategoryColumn, NumericColumn, TableColumn } from "neuralize";
import type { MissingCells } from "./profile-table.ts";
import type { CategoryProfile, NumberProfile, TableProfile } from "./table-profile.ts";

export type Scaling = "standard" | "minmax" | "none";

/**
 * How each profiled column becomes coordinates.
 *
 * Numbers and dates: (raw − offset) / scale with mean and population standard deviation ("standard"), minimum and
 * range ("minmax"), or 0 and 1 ("none"); a constant column has scale 1. Categories: one-hot times a weight, see
 * `CategoryColumn`. A missing cell is filled with the mean or the most frequent category if `missing` is "mean".
 */
export const encodingOf = (
  profile: TableProfile,
  { scale, missing }: { readonly scale: Scaling; readonly missing: MissingCells },
): readonly TableColumn[] =>
  profile.columns.map((column) =>
    column.kind === "category" ? encodeCategories(column, scale, missing) : encodeNumbers(column, scale, missing),
  );

function encodeNumbers(
  { name, kind, distribution }: NumberProfile,
  scaling: Scaling,
  missing: MissingCells,
): NumericColumn {
  const { mean, standardDeviation, minimum, maximum } = distribution;
  const [offset, spread] = { standard: [mean, standardDeviation], minmax: [minimum, maximum - minimum], none: [0, 1] }[
    scaling
  ] as [number, number];
  // The deviation of a constant such as 0.1 may come out as rounding noise; the range of a constant is exactly 0. That of
  // values around 1e-200 is nothing: their squares are no numbers any more.
  const scale = minimum === maximum ? 1 : spread === 0 ? maximum - minimum : spread;
  return { name, kind, offset, scale, fill: missing === "mean" ? mean : null };
}

function encodeCategories(
  { name, kind, categories, codes, distribution: { counts } }: CategoryProfile,
  scaling: Scaling,
  missing: MissingCells,
): CategoryColumn {
  const fill = missing === "mean" ? counts.indexOf(Math.max(...counts)) : null;
  return {
    name,
    kind,
    categories,
    ...(codes === undefined ? {} : { codes }),
    weight: categoryWeight(counts, scaling),
    fill,
  };
}

/** 1/√Σ p(1−p) under standard scaling, so that the column has variance 1 like any other; else 1/√2. */
function categoryWeight(counts: readonly number[], scaling: Scaling): number {
  if (scaling !== "standard") return Math.SQRT1_2;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const variance = counts.reduce((sum, count) => sum + (count / total) * (1 - count / total), 0);
  return variance > 0 ? 1 / Math.sqrt(variance) : 1;
}

/** Coordinates that each column takes: one, or one per category. */
export const encodedLengths = (columns: readonly TableColumn[]): readonly number[] =>
  columns.map((column) => (column.kind === "category" ? column.categories.length : 1));
