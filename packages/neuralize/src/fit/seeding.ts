import type { DistanceProduct } from "./distance-product.ts";
import type { Points } from "./frame.ts";
import type { Random } from "./random.ts";

type Distances = Float32Array | Float64Array;

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
  const closest = (await product.nearest(start)).squaredDistances;
  const chosen: number[] = [];
  while (start.rows + chosen.length < clusters) {
    const candidates = drawProportionally(closest, trials, random);
    const distances = await product.squaredDistances(selectRows(points, candidates));
    const best = smallestPotential(closest, distances, trials);
    chosen.push(candidates[best] as number);
    lower(closest, distances, best);
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
const drawProportionally = (weights: Distances, draws: number, random: Random): readonly number[] => {
  let total = 0;
  for (let n = 0; n < weights.length; n++) total += weights[n] as number;
  const drawn = Array.from({ length: draws }, (_, draw) => ({ draw, limit: random() * (total > 0 ? total : 1) }));
  if (!(total > 0)) return drawn.map(({ limit }) => Math.floor(limit * weights.length));
  // One walk finds them all: each draw takes the first index at which the running sum exceeds its limit.
  const chosen = new Array<number>(draws).fill(0);
  const ascending = drawn.sort((a, b) => a.limit - b.limit);
  let [sum, met] = [0, 0];
  for (let n = 0; met < draws && n < weights.length; n++) {
    sum += weights[n] as number;
    for (let next = ascending[met]; next !== undefined && sum > next.limit; next = ascending[met]) {
      chosen[next.draw] = n;
      met++;
    }
  }
  return chosen;
};

/** The candidate, of those with squared distances [candidates, N], that leaves the smallest sum of squared distances. */
const smallestPotential = (closest: Distances, distances: Distances, candidates: number): number => {
  const potentials = Array.from({ length: candidates }, (_, candidate) => potential(closest, distances, candidate));
  return potentials.indexOf(Math.min(...potentials));
};

const potential = (closest: Distances, distances: Distances, candidate: number): number => {
  let twice = 0;
  for (let n = 0, at = candidate * closest.length; n < closest.length; n++, at++) {
    const before = closest[n] as number;
    const distance = distances[at] as number;
    // Twice the smaller of the two, without a branch: which one it is cannot be predicted.
    twice += before + distance - Math.abs(before - distance);
  }
  return twice / 2;
};

/** Takes the chosen candidate in: `closest` becomes the squared distances to the nearest centroid with it. */
const lower = (closest: Distances, distances: Distances, chosen: number): void => {
  for (let n = 0, at = chosen * closest.length; n < closest.length; n++, at++) {
    const distance = distances[at] as number;
    if (distance < (closest[n] as number)) closest[n] = distance;
  }
};
