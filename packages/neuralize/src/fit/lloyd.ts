import { type CentroidUpdate, updateCentroids } from "./centroid-update.ts";
import type { DistanceProduct } from "./distance-product.ts";
import type { Points } from "./frame.ts";

export interface LloydRun {
  readonly centroids: Points;
  /** The cluster of every row [N], as exact as the distance product */
  readonly labels: Int32Array;
  /** Sum of squared distances to the nearest centroids, as exact as the distance product */
  readonly inertia: number;
  readonly iterations: number;
}

/**
 * Lloyd's algorithm from the given centroids: until no label changes, the squared Frobenius norm of the centroids' shift
 * is at most `shift`, or `maxIterations` are done.
 *
 * @param points [N, D], the ones the product is bound to
 * @param initial [K, D]
 * @param onIteration called after every iteration with its number, from 1; may throw to stop
 * @see Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory 1982
 */
export const lloyd = async (
  points: Points,
  initial: Points,
  product: DistanceProduct,
  { shift, maxIterations }: { readonly shift: number; readonly maxIterations: number },
  onIteration: (iteration: number) => void,
): Promise<LloydRun> => {
  let centroids = initial;
  let nearest = await product.nearest(centroids);
  let update: CentroidUpdate | undefined;
  for (let iteration = 1; ; iteration++) {
    update = updateCentroids(points, nearest, centroids.rows, update);
    const moved = squaredShift(centroids.data, update.centroids.data);
    const labels = nearest.labels;
    centroids = update.centroids;
    nearest = await product.nearest(centroids);
    onIteration(iteration);
    const settled = !update.reseeded && (moved <= shift || sameLabels(labels, nearest.labels));
    if (settled || iteration === maxIterations) {
      return { centroids, labels: nearest.labels, inertia: sum(nearest.squaredDistances), iterations: iteration };
    }
  }
};

const squaredShift = (before: Float64Array, after: Float64Array): number => {
  let total = 0;
  for (let i = 0; i < after.length; i++) {
    const difference = (after[i] as number) - (before[i] as number);
    total += difference * difference;
  }
  return total;
};

const sameLabels = (before: Int32Array, after: Int32Array): boolean => {
  for (let n = 0; n < before.length; n++) if (before[n] !== after[n]) return false;
  return true;
};

const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let n = 0; n < values.length; n++) total += values[n] as number;
  return total;
};
