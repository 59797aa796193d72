import { distanceOverflow } from "../../errors/messages.ts";
import type { Clustering } from "./clustering.ts";

// Everything here is a difference of coordinates, so a joint shift of points and centroids changes nothing and no
// centring is needed: (x − μ_k)² − (x − μ_c)² is formed as (μ_c − μ_k)·((x − μ_k) + (x − μ_c)), which loses no digits
// where the two squares are large and nearly equal. Swapping k and c negates it exactly, bit for bit.

/** Squared distance of one row to one centroid. */
export const squaredDistance = (row: Float64Array, { values, features }: Clustering, cluster: number): number => {
  const start = cluster * features;
  let sum = 0;
  for (let i = 0; i < features; i++) {
    const difference = (row[i] as number) - (values[start + i] as number);
    sum += difference * difference;
  }
  return sum;
};

/** The margin h = d_competitor − d_cluster of one row (MATH.md §1, the linear layer). */
export const marginOf = (row: Float64Array, { values, features }: Clustering, cluster: number, competitor: number) => {
  const own = cluster * features;
  const other = competitor * features;
  let sum = 0;
  for (let i = 0; i < features; i++) {
    const x = row[i] as number;
    const c = values[own + i] as number;
    const k = values[other + i] as number;
    sum += (c - k) * (x - k + (x - c));
  }
  return sum;
};

/**
 * Adds weight · ((x − μ_k)² − (x − μ_c)²), feature by feature, to `relevance` [D]: the midpoint rule for one competitor
 * k of cluster c. The terms of weight 1 sum to the margin.
 */
export const addMidpointRelevance = (
  relevance: Float64Array,
  weight: number,
  row: Float64Array,
  { values, features }: Clustering,
  cluster: number,
  competitor: number,
): void => {
  const own = cluster * features;
  const other = competitor * features;
  for (let i = 0; i < features; i++) {
    const x = row[i] as number;
    const c = values[own + i] as number;
    const k = values[other + i] as number;
    relevance[i] = (relevance[i] as number) + weight * ((c - k) * (x - k + (x - c)));
  }
};

/** Beyond this a squared distance leaves no room for the sums that are formed of it. */
const LARGEST_SQUARED_DISTANCE = 1e300;

/**
 * The squared distances [K] of row `index` up to a constant: d_k − d_r with r the nearest centroid. Differences of its
 * entries are margins; measuring from the nearest centroid keeps their digits also for points far from all centroids,
 * and one vector for all pairs keeps the order of the clusters consistent.
 */
export const relativeDistances = (row: Float64Array, clustering: Clustering, index: number): Float64Array => {
  const distances = new Float64Array(clustering.clusters);
  for (let k = 0; k < distances.length; k++) {
    const distance = squaredDistance(row, clustering, k);
    if (distance > LARGEST_SQUARED_DISTANCE) throw distanceOverflow("x", index);
    distances[k] = distance;
  }
  const nearest = lowest(distances);
  for (let k = 0; k < distances.length; k++) distances[k] = marginOf(row, clustering, nearest, k);
  return distances;
};

/** Index of the smallest entry, the lowest one among equals; −1 of nothing. */
export const lowest = (values: ArrayLike<number>): number => {
  let best = -1;
  for (let k = 0; k < values.length; k++) {
    if (best < 0 || (values[k] as number) < (values[best] as number)) best = k;
  }
  return best;
};
