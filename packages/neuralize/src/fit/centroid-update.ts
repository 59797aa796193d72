import type { Nearest } from "./distance-product.ts";
import type { Points } from "./frame.ts";

export interface CentroidUpdate {
  /** The mean of every cluster [K, D] */
  readonly centroids: Points;
  /** The cluster of every row [N]: its nearest, but for rows that re-seed a cluster */
  readonly labels: Int32Array;
  /** Whether a cluster was empty and has been re-seeded */
  readonly reseeded: boolean;
  /** Σ of every cluster's rows [K, D], for the next update */
  readonly sums: Float64Array;
}

/**
 * The second half of a Lloyd iteration: every centroid becomes the mean of its rows. An empty cluster first takes the row
 * farthest from its centroid out of a cluster that keeps another.
 *
 * @param previous the update before: where few rows have moved since, only they are added and taken away
 */
export const updateCentroids = (
  points: Points,
  nearest: Nearest,
  clusters: number,
  previous?: CentroidUpdate,
): CentroidUpdate => {
  const { rows, columns } = points;
  const sizes = new Float64Array(clusters);
  for (let n = 0; n < rows; n++) {
    const label = nearest.labels[n] as number;
    sizes[label] = (sizes[label] as number) + 1;
  }
  const reseeded = sizes.includes(0);
  const labels = reseeded ? fillEmptyClusters(points, nearest, sizes) : nearest.labels;

  const sums = sumsOf(points, labels, clusters, previous);
  const means = new Float64Array(clusters * columns);
  for (let k = 0; k < clusters; k++) {
    const size = sizes[k] as number;
    for (let i = k * columns; i < (k + 1) * columns; i++) means[i] = (sums[i] as number) / size;
  }
  return { centroids: { data: means, rows: clusters, columns }, labels, reseeded, sums };
};

/** Σ of the rows of every cluster: from scratch, or from the sums before where fewer than half of the rows moved. */
const sumsOf = (
  points: Points,
  labels: Int32Array,
  clusters: number,
  previous: CentroidUpdate | undefined,
): Float64Array => {
  const { rows, columns } = points;
  if (previous === undefined || countDifferent(previous.labels, labels) >= rows / 2) {
    const sums = new Float64Array(clusters * columns);
    for (let n = 0; n < rows; n++) addRow(sums, labels[n] as number, points, n);
    return sums;
  }
  const sums = previous.sums.slice();
  for (let n = 0; n < rows; n++) {
    const from = previous.labels[n] as number;
    const to = labels[n] as number;
    if (from !== to) moveRow(sums, from, to, points, n);
  }
  return sums;
};

const countDifferent = (before: Int32Array, after: Int32Array): number => {
  let different = 0;
  for (let n = 0; n < after.length; n++) if (before[n] !== after[n]) different++;
  return different;
};

const addRow = (sums: Float64Array, cluster: number, { data, columns }: Points, row: number): void => {
  const end = (cluster + 1) * columns;
  for (let to = cluster * columns, at = row * columns; to < end; to++, at++) {
    sums[to] = (sums[to] as number) + (data[at] as number);
  }
};

const moveRow = (sums: Float64Array, from: number, to: number, { data, columns }: Points, row: number): void => {
  const end = (row + 1) * columns;
  for (let at = row * columns, a = from * columns, b = to * columns; at < end; at++, a++, b++) {
    const value = data[at] as number;
    sums[a] = (sums[a] as number) - value;
    sums[b] = (sums[b] as number) + value;
  }
};

/** Labels without empty clusters; `sizes` is brought up to date. There are at least as many rows as clusters. */
const fillEmptyClusters = ({ data, rows, columns }: Points, nearest: Nearest, sizes: Float64Array): Int32Array => {
  const labels = nearest.labels.slice();
  const distances = Float64Array.from(nearest.squaredDistances);
  for (let empty = sizes.indexOf(0); empty >= 0; empty = sizes.indexOf(0)) {
    let farthest = -1;
    for (let n = 0; n < rows; n++) {
      const spare = (sizes[labels[n] as number] as number) > 1;
      if (spare && (farthest < 0 || (distances[n] as number) > (distances[farthest] as number))) farthest = n;
    }
    const from = labels[farthest] as number;
    sizes[from] = (sizes[from] as number) - 1;
    sizes[empty] = 1;
    labels[farthest] = empty;
    // The next empty cluster must not take a twin of this row.
    for (let n = 0; n < rows; n++) {
      let distance = 0;
      for (let i = 0; i < columns; i++) {
        const difference = (data[n * columns + i] as number) - (data[farthest * columns + i] as number);
        distance += difference * difference;
      }
      distances[n] = Math.min(distances[n] as number, distance);
    }
  }
  return labels;
};
