import { constant } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import type { Graph, Value } from "../graph/value.ts";
import type { Matrix } from "../matrix.ts";
import { reduceMean } from "../ops/reduce.ts";
import { pairwiseDistance } from "./distances.ts";
import type { KMeansGraph } from "./kmeans-graph.ts";

/** Feature maps averaged over `axes` (from 1 on): [N, C, H, W] over 2 and 3 is global average pooling to [N, C]. */
export const averagedFeatures = (features: Value, axes: readonly number[]): Value =>
  axes.length === 0 ? features : reduceMean(features, axes, false);

/**
 * A network with a k-means on its features: the network's inputs in, `embedding` [N, D] (the features) and `distances`
 * [N, K] out.
 * @param points features [N, D], float32
 * @param centroids [K, D]
 */
export function featureKMeans(network: Graph, points: Value, centroids: Matrix): KMeansGraph {
  const centres = constant(float32(centroids.data, [centroids.rows, centroids.columns]), "centroids");
  return {
    graph: { inputs: network.inputs, outputs: { embedding: points, distances: pairwiseDistance(points, centres) } },
    head: { points, centroids: centres },
  };
}
