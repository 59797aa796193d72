import type { DistanceProduct } from "./distance-product.ts";
import type { Points } from "./frame.ts";
import type { Random } from "./random.ts";

/**
 * Greedy k-means++: each next centroid is the best of 2 + ⌊ln k⌋ rows drawn with probability proportional to the squared
 * distance to the centroids so far.
 *
 * @param points [N, D], N ≥ k ≥ 1
 * @param kept centroids [< k, D] that are already there, if any
 * @returns centroids [k, D]: the kept ones, then rows of `points`
 * @see Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007 (section 5 for the greedy form)
 */
export const seedCentroids = async (
  points: Points,
  clusters: number,
  product: DistanceProduct,
  random: Random,
  kept?: Points,
): Promise<Points> => {
  const trials = 2 + Math.floor(Math.log(clusters));
  const start = kept ?? selectRows(points, [Math.floor(random() * points.rows)]);
  let closest = (await product.nearest(start)).squaredDistances;
  const chosen: number[] = [];
  while (start.rows + chosen.length < clusters) {
    const candidates = drawProportionally(closest, trials, random);
    const distances = await product.squaredDistances(selectRows(points, candidates));
    const best = smallestPotential(closest, distances, trials);
    chosen.push(candidates[best] as number);
    closest = closest.map((distance, n) => Math.min(distance, distances[n * trials + best] as number));
  }
  return { ...start, data: Float64Array.of(...start.data, ...selectRows(points, chosen).data), rows: clusters };
};

const selectRows = ({ data, columns }: Points, rows: readonly number[]): Points => {
  const selected = new Float64Array(rows.length * columns);
  rows.forEach((row, k) => {
    selected.set(data.subarray(row * columns, (row + 1) * columns), k * columns);
  });
  return { data: selected, rows: rows.length, columns };
};

/** Indices drawn with probability proportional to their weight, with replacement; uniformly if all weights are 0. */
const drawProportionally = (weights: ArrayLike<number>, draws: number, random: Random): readonly number[] => {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let n = 0; n < weights.length; n++) {
    total += weights[n] as number;
    cumulative[n] = total;
  }
  return Array.from({ length: draws }, () =>
    total > 0 ? firstAbove(cumulative, random() * total) : Math.floor(random() * weights.length),
  );
};

/** Index of the first entry greater than `limit` in an ascending array whose last entry is. */
const firstAbove = (ascending: Float64Array, limit: number): number => {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The candidate that leaves the smallest sum of squared distances. */
const smallestPotential = (closest: ArrayLike<number>, distances: ArrayLike<number>, candidates: number): number => {
  const potentials = new Float64Array(candidates);
  for (let n = 0; n < closest.length; n++) {
    const distance = closest[n] as number;
    for (let j = 0; j < candidates; j++) {
      potentials[j] = (potentials[j] as number) + Math.min(distance, distances[n * candidates + j] as number);
    }
  }
  return potentials.indexOf(Math.min(...potentials));
};
