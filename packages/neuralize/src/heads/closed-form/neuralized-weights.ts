import { distanceOverflow } from "../../errors/messages.ts";
import type { Matrix } from "../../matrix.ts";
import { clusteringOf, existingCluster } from "./clustering.ts";

/** The linear layer h = W x + b of one cluster, a row per competitor in ascending order. */
export interface NeuralizedWeights {
  /** W [K−1, D] */
  readonly weight: Matrix;
  /** b [K−1] */
  readonly bias: Float64Array;
}

/**
 * The explicit linear layer of one neuralized cluster c: w_k = 2(μ_c − μ_k), b_k = ‖μ_k‖² − ‖μ_c‖² for k ≠ c, so that
 * w_kᵀx + b_k = d_k − d_c (MATH.md §1). For inspection: nothing else needs the weights formed.
 *
 * @param centroids [K, D], K ≥ 2
 * @param cluster c in 0..K−1
 * @throws MATRIX_SHAPE, NOT_FINITE, NOTHING_TO_CONTRAST, NO_SUCH_CLUSTER, DISTANCE_OVERFLOW
 * @see Kauffmann et al., From Clustering to Cluster Explanations via Neural Networks, TNNLS 2024
 */
export const neuralizedWeights = (centroids: Matrix, cluster: number): NeuralizedWeights => {
  const clustering = clusteringOf(centroids);
  const { values, clusters, features } = clustering;
  const own = existingCluster(cluster, clustering) * features;
  const data = new Float64Array((clusters - 1) * features);
  const bias = new Float64Array(clusters - 1);
  for (let row = 0; row < bias.length; row++) {
    const other = (row < cluster ? row : row + 1) * features;
    let difference = 0;
    for (let i = 0; i < features; i++) {
      const c = values[own + i] as number;
      const k = values[other + i] as number;
      data[row * features + i] = 2 * (c - k);
      difference += (k - c) * (k + c);
    }
    if (!Number.isFinite(difference)) throw distanceOverflow("centroids", row < cluster ? row : row + 1);
    bias[row] = difference;
  }
  return { weight: { data, rows: bias.length, columns: features }, bias };
};
