import { knownScalar } from "../graph/known-scalar.ts";
import { outputOf, typeOf } from "../graph/node.ts";
import { rewriteGraph, withInputs } from "../graph/rewrite.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Graph } from "../graph/value.ts";
import { Clip } from "../ops/clip.ts";
import { Relu, relu } from "../ops/relu.ts";

/**
 * A pass: what is both rectified and clipped from below by a number ≥ 0 (a ReLU6, and the divisor of its layer's rule)
 * is rectified first and then clipped. The layer in front keeps one reader, the ReLU, and runtimes fuse the two.
 */
export function clippedOnce(graph: Graph): Graph {
  const nodes = topologicalOrder(Object.values(graph.outputs));
  const rectified = new Set(nodes.flatMap(({ operator, inputs: [x] }) => (operator === Relu && x ? [x] : [])));
  return rewriteGraph(graph, (node, [x, low, ...bounds], original) => {
    const [source] = original.inputs;
    if (node.operator !== Clip || x === undefined || source === undefined || !rectified.has(source)) return undefined;
    // onnxruntime 1.30 does not load a Clip behind a ReLU in float64.
    if (!((knownScalar(low) ?? -1) >= 0) || typeOf(x).type === "float64") return undefined;
    return [outputOf(withInputs(node, [relu(x), low, ...bounds]))];
  });
}
