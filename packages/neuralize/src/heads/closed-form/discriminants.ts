import type { Matrix } from "../../matrix.ts";
import { clusteringOf, pointsOf } from "./clustering.ts";
import { relativeDistances } from "./margin.ts";

/**
 * The discriminants f_k = min_{j≠k} d_j − d_k of every row for every cluster, squared Euclidean distances d
 * (MATH.md §1): positive for the cluster a row belongs to, and argmax_k f_k = argmin_k d_k with ties to the lowest index.
 *
 * @param x points [N, D]
 * @param centroids [K, D], K ≥ 2, in the same space
 * @returns [N, K], in squared units of the space
 * @throws MATRIX_SHAPE, WIDTH_MISMATCH, NOT_FINITE, NOTHING_TO_CONTRAST, DISTANCE_OVERFLOW
 */
export const discriminants = (x: Matrix, centroids: Matrix): Matrix => {
  const clustering = clusteringOf(centroids);
  const points = pointsOf(x, clustering);
  const { clusters, features } = clustering;
  const data = new Float64Array(x.rows * clusters);
  for (let n = 0; n < x.rows; n++) {
    const row = points.subarray(n * features, (n + 1) * features);
    const distances = relativeDistances(row, clustering, n);
    const [first, second] = twoSmallest(distances);
    for (let k = 0; k < clusters; k++) {
      const rival = k === first ? second : first;
      data[n * clusters + k] = (distances[rival] as number) - (distances[k] as number);
    }
  }
  return { data, rows: x.rows, columns: clusters };
};

/** Indices of the smallest and second smallest of at least two entries, lowest indices first among equals. */
const twoSmallest = (values: Float64Array): readonly [first: number, second: number] => {
  const at = (k: number) => values[k] as number;
  let first = at(1) < at(0) ? 1 : 0;
  let second = 1 - first;
  for (let k = 2; k < values.length; k++) {
    if (at(k) < at(first)) {
      second = first;
      first = k;
    } else if (at(k) < at(second)) {
      second = k;
    }
  }
  return [first, second];
};
