import type { CentroidUpdate } from "./centroid-update.ts";
import type { Points } from "./frame.ts";

/** Passes over all rows after which the exchange stops even if rows still move. */
const MOST_PASSES = 5;

/** A move must lower the inertia by more than rounding does, or rows could move back and forth for ever. */
const ROUNDING = 1e-12;

/**
 * Hartigan's exchange: moves single rows between clusters as long as that lowers the inertia, with the centroids
 * following at once. A row that moves from cluster a to b changes it by n_b/(n_b+1)·d_b − n_a/(n_a−1)·d_a, so this leaves
 * solutions in which Lloyd's algorithm is stuck, and what it ends in is a solution of Lloyd's, too.
 *
 * @param points [N, D]
 * @param update the clusters to start from, none of them empty, and their means
 * @returns centroids [K, D] after the moves
 * @see Hartigan and Wong, Algorithm AS 136, Applied Statistics 1979
 * @see Telgarsky and Vattani, Hartigan's method: k-means clustering without Voronoi, AISTATS 2010
 */
export const exchange = (points: Points, update: Pick<CentroidUpdate, "centroids" | "labels">): Points => {
  const { data, rows, columns } = points;
  const labels = update.labels.slice();
  const means = update.centroids.data.slice();
  const sizes = new Float64Array(update.centroids.rows);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  let lastMove = 0;
  for (let step = 0; step - lastMove < rows && step < MOST_PASSES * rows; step++) {
    const row = step % rows;
    const from = labels[row] as number;
    const to = cheapestCluster(data.subarray(row * columns, (row + 1) * columns), from, means, sizes);
    if (to === from) continue;
    const left = (sizes[from] as number) - 1;
    const grown = (sizes[to] as number) + 1;
    for (let i = 0; i < columns; i++) {
      const x = data[row * columns + i] as number;
      const a = means[from * columns + i] as number;
      const b = means[to * columns + i] as number;
      means[from * columns + i] = a - (x - a) / left;
      means[to * columns + i] = b + (x - b) / grown;
    }
    sizes[from] = left;
    sizes[to] = grown;
    labels[row] = to;
    lastMove = step;
  }
  return { data: means, rows: update.centroids.rows, columns };
};

/** Where a row of cluster `from` costs least; a row alone in its cluster stays. */
const cheapestCluster = (x: Float64Array, from: number, means: Float64Array, sizes: Float64Array): number => {
  const size = sizes[from] as number;
  if (size === 1) return from;
  let cheapest = from;
  let least = squaredDistance(x, means, from) * (size / (size - 1)) * (1 - ROUNDING);
  for (let k = 0; k < sizes.length; k++) {
    if (k === from) continue;
    const others = sizes[k] as number;
    const cost = squaredDistance(x, means, k) * (others / (others + 1));
    if (cost < least) {
      least = cost;
      cheapest = k;
    }
  }
  return cheapest;
};

const squaredDistance = (x: Float64Array, means: Float64Array, k: number): number => {
  const start = k * x.length;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = (x[i] as number) - (means[start + i] as number);
    sum += difference * difference;
  }
  return sum;
};
