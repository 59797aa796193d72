import { constant, input } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import type { Graph } from "../graph/value.ts";
import type { Matrix } from "../matrix.ts";
import { pairwiseDistance } from "./distances.ts";
import type { KMeansHead } from "./neuralize.ts";

/** A k-means clustering as a graph: input `x` [N, D], output `distances` [N, K]. */
export interface KMeansGraph {
  readonly graph: Graph;
  readonly head: KMeansHead;
}

/**
 * The graph of bare centroids [K, D] for points `x` [N, D] in the same space, float32.
 * Where the data lies far from the origin, shift both by the mean centroid in float64 first (`centre`).
 */
export function kmeansGraph(centroids: Matrix): KMeansGraph {
  const x = input("x", "float32", ["N", centroids.columns]);
  const centres = constant(float32(centroids.data, [centroids.rows, centroids.columns]), "centroids");
  return {
    graph: { inputs: [x], outputs: { distances: pairwiseDistance(x, centres) } },
    head: { points: x, centroids: centres },
  };
}
