import { invalidOption, lengthMismatch, noSuchCluster, nothingToContrast } from "../errors/messages.ts";
import { finiteValues } from "../heads/closed-form/finite-values.ts";
import type { Matrix } from "../matrix.ts";
import { randomFrom } from "./random.ts";

export interface SilhouetteOptions {
  /** At most this many rows, drawn at random, enter. @defaultValue all */
  readonly sample?: number;
  /** Seed of the sample. @defaultValue 0 */
  readonly seed?: number;
}

/**
 * The mean silhouette of a clustering: over all rows, (b − a) / max(a, b) with the mean Euclidean distance a to the other
 * rows of the own cluster and b to the rows of the nearest other cluster; 0 for a row alone in its cluster.
 * Exact and O(N²·D) over the rows that enter; 0 if a sample meets one cluster only.
 *
 * @param x points [N, D]
 * @param labels cluster of every row [N], 0..k−1
 * @returns between −1 and 1
 * @throws MATRIX_SHAPE, NOT_FINITE, LENGTH_MISMATCH, NO_SUCH_CLUSTER, NOTHING_TO_CONTRAST if fewer than two clusters have rows,
 *   INVALID_OPTION
 * @see Rousseeuw, Silhouettes, Journal of Computational and Applied Mathematics 1987
 */
export const silhouette = (
  x: Matrix,
  labels: ArrayLike<number>,
  k: number,
  { sample = Number.POSITIVE_INFINITY, seed = 0 }: SilhouetteOptions = {},
): number => {
  const values = finiteValues("x", x);
  if (labels.length !== x.rows) throw lengthMismatch("labels", labels.length, x.rows);
  if (!(sample >= 2)) throw invalidOption("sample", sample, "at least 2");
  const chosen = drawRows(x.rows, sample, seed);
  const rows = chosen.length;
  const own = Int32Array.from(chosen, (row) => labels[row] as number);
  for (const label of Array.from(labels)) if (!(label >= 0 && label < k)) throw noSuchCluster(label, k);
  const inhabited = new Set(Array.from(labels)).size;
  if (inhabited < 2) throw nothingToContrast(inhabited);
  const sizes = new Float64Array(k);
  for (const cluster of own) sizes[cluster] = (sizes[cluster] as number) + 1;
  // A sample can miss all clusters but one; it then says nothing about their separation.
  if (sizes.includes(rows)) return 0;

  const totals = distanceTotals(values, x.columns, chosen, own, k);
  let sum = 0;
  for (let n = 0; n < rows; n++) {
    const cluster = own[n] as number;
    const size = sizes[cluster] as number;
    if (size === 1) continue;
    const within = (totals[n * k + cluster] as number) / (size - 1);
    let between = Number.POSITIVE_INFINITY;
    for (let other = 0; other < k; other++) {
      const members = sizes[other] as number;
      if (other !== cluster && members > 0) between = Math.min(between, (totals[n * k + other] as number) / members);
    }
    const larger = Math.max(within, between);
    if (larger > 0) sum += (between - within) / larger;
  }
  return sum / rows;
};

/** Sum of the distances of every chosen row to the rows of every cluster [rows, k]. */
const distanceTotals = (
  values: Float64Array,
  columns: number,
  chosen: Int32Array,
  own: Int32Array,
  k: number,
): Float64Array => {
  const totals = new Float64Array(chosen.length * k);
  for (let n = 0; n < chosen.length; n++) {
    const a = (chosen[n] as number) * columns;
    const cluster = own[n] as number;
    for (let m = 0; m < n; m++) {
      const b = (chosen[m] as number) * columns;
      let squared = 0;
      for (let i = 0; i < columns; i++) {
        const difference = (values[a + i] as number) - (values[b + i] as number);
        squared += difference * difference;
      }
      const distance = Math.sqrt(squared);
      const there = n * k + (own[m] as number);
      const back = m * k + cluster;
      totals[there] = (totals[there] as number) + distance;
      totals[back] = (totals[back] as number) + distance;
    }
  }
  return totals;
};

/** Up to `count` different row numbers: all in order, or the start of a Fisher–Yates shuffle. */
const drawRows = (rows: number, count: number, seed: number): Int32Array => {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  if (count >= rows) return order;
  const random = randomFrom(seed);
  for (let n = 0; n < count; n++) {
    const other = n + Math.floor(random() * (rows - n));
    const row = order[n] as number;
    order[n] = order[other] as number;
    order[other] = row;
  }
  return order.subarray(0, count);
};
