import { distanceOverflow } from "../../errors/messages.ts";
import type { Matrix } from "../../matrix.ts";
import { clusteringOf, existingCluster, pointsOf } from "./clustering.ts";
import { addMidpointRelevance, marginOf } from "./margin.ts";

/** The margin of one cluster over one competitor, and its split over the features. */
export interface PairwiseMargin {
  /** h = d_competitor − d_cluster of every row [N]; negative where the competitor is nearer */
  readonly margin: Float64Array;
  /** (x_i − μ_competitor,i)² − (x_i − μ_cluster,i)² [N, D]; a row sums to its margin */
  readonly relevance: Matrix;
}

/**
 * How far every row is nearer to one cluster than to another, and which features say so (MATH.md §1). It answers
 * "why this cluster and not that one?" for any pair, with no division and no stiffness.
 *
 * @param x points [N, D]
 * @param centroids [K, D], K ≥ 2, in the same space
 * @throws MATRIX_SHAPE, WIDTH_MISMATCH, NOT_FINITE, NOTHING_TO_CONTRAST, NO_SUCH_CLUSTER,
 *   DISTANCE_OVERFLOW
 */
export const pairwiseMargin = (x: Matrix, centroids: Matrix, cluster: number, competitor: number): PairwiseMargin => {
  const clustering = clusteringOf(centroids);
  existingCluster(cluster, clustering);
  existingCluster(competitor, clustering);
  const points = pointsOf(x, clustering);
  const { features } = clustering;
  const margin = new Float64Array(x.rows);
  const data = new Float64Array(x.rows * features);
  for (let n = 0; n < x.rows; n++) {
    const row = points.subarray(n * features, (n + 1) * features);
    const difference = marginOf(row, clustering, cluster, competitor);
    if (!Number.isFinite(difference)) throw distanceOverflow("x", n);
    margin[n] = difference;
    const relevance = data.subarray(n * features, (n + 1) * features);
    addMidpointRelevance(relevance, 1, row, clustering, cluster, competitor);
  }
  return { margin, relevance: { data, rows: x.rows, columns: features } };
};
