import type { Nearest } from "./distance-product.ts";
import type { Points } from "./frame.ts";

export interface CentroidUpdate {
  /** The mean of every cluster [K, D] */
  readonly centroids: Points;
  /** The cluster of every row [N]: its nearest, but for rows that re-seed a cluster */
  readonly labels: Int32Array;
  /** Whether a cluster was empty and has been re-seeded */
  readonly reseeded: boolean;
}

/**
 * The second half of a Lloyd iteration: every centroid becomes the mean of its rows. An empty cluster first takes the row
 * farthest from its centroid out of a cluster that keeps another.
 */
export const updateCentroids = (points: Points, nearest: Nearest, clusters: number): CentroidUpdate => {
  const { data, rows, columns } = points;
  const sizes = new Float64Array(clusters);
  for (let n = 0; n < rows; n++) {
    const label = nearest.labels[n] as number;
    sizes[label] = (sizes[label] as number) + 1;
  }
  const reseeded = sizes.includes(0);
  const labels = reseeded ? fillEmptyClusters(points, nearest, sizes) : nearest.labels;

  const means = new Float64Array(clusters * columns);
  for (let n = 0; n < rows; n++) {
    const to = (labels[n] as number) * columns;
    const from = n * columns;
    for (let i = 0; i < columns; i++) means[to + i] = (means[to + i] as number) + (data[from + i] as number);
  }
  for (let k = 0; k < clusters; k++) {
    const size = sizes[k] as number;
    for (let i = k * columns; i < (k + 1) * columns; i++) means[i] = (means[i] as number) / size;
  }
  return { centroids: { data: means, rows: clusters, columns }, labels, reseeded };
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
