import type { Matrix } from "neuralize";
import type { Contrast } from "../../model/contrast.ts";

/** What the distances of one point to the centroids say. */
export interface PointFigures {
  /** The nearest centroid; ties to the lowest number. */
  readonly cluster: number;
  /** The cluster that is explained. */
  readonly target: number;
  /** The nearest competitor of the target; −1 where nothing competes. */
  readonly runnerUp: number;
  /** How much farther the runner-up is than the target, in squared distance; 0 where nothing competes. */
  readonly evidence: number;
  /** (b − a) / max(a, b) with the distances a, b to the nearest two centroids. */
  readonly simplifiedSilhouette: number;
  /** [K]: d_k − d_target, in squared distance. */
  readonly margins: readonly number[];
  /** Squared distance to the nearest centroid. */
  readonly distance: number;
  /** Competitors of the target, nearest first. */
  readonly competitors: readonly number[];
}

/**
 * The figures of every point [N, D] among centroids [K, D], in float64 by plain differences.
 * @param contrast with a target and competitors below K
 */
export const pointFigures = (points: Matrix, centroids: Matrix, contrast: Contrast): readonly PointFigures[] =>
  Array.from({ length: points.rows }, (_, row) => figuresOf(squaredDistances(points, row, centroids), contrast));

function squaredDistances(points: Matrix, row: number, centroids: Matrix): readonly number[] {
  return Array.from({ length: centroids.rows }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < points.columns; j++) {
      const difference = (points.data[row * points.columns + j] ?? 0) - (centroids.data[k * points.columns + j] ?? 0);
      sum += difference * difference;
    }
    return sum;
  });
}

function figuresOf(distances: readonly number[], { target, against }: Contrast): PointFigures {
  const distanceOf = (cluster: number): number => distances[cluster] ?? 0;
  const nearestFirst = [...distances.keys()].sort((a, b) => distanceOf(a) - distanceOf(b) || a - b);
  const [cluster = 0, second = cluster] = nearestFirst;
  const explained = target === "assigned" ? cluster : target;
  const competitors = nearestFirst.filter((each) => each !== explained && (against?.includes(each) ?? true));
  const [runnerUp] = competitors;
  return {
    cluster,
    target: explained,
    runnerUp: runnerUp ?? -1,
    evidence: runnerUp === undefined ? 0 : distanceOf(runnerUp) - distanceOf(explained),
    simplifiedSilhouette: distanceOf(second) > 0 ? 1 - Math.sqrt(distanceOf(cluster) / distanceOf(second)) : 0,
    margins: distances.map((distance) => distance - distanceOf(explained)),
    distance: distanceOf(cluster),
    competitors,
  };
}

/** NEON's heuristic β = 1 / mean evidence of the assigned clusters (MATH.md §1); null (∞) where every point is a tie. */
export function heuristicBeta(points: Matrix, centroids: Matrix): number | null {
  const figures = pointFigures(points, centroids, { target: "assigned" });
  const beta = figures.length / figures.reduce((sum, { evidence }) => sum + evidence, 0);
  return Number.isFinite(beta) ? beta : null;
}
