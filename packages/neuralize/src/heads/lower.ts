import { rewriteGraph } from "../graph/rewrite.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Graph } from "../graph/value.ts";

/** A pass: every head layer becomes standard operators; what a layer lowers to may hold layers again. */
export function lower(graph: Graph): Graph {
  let lowered = graph;
  while (topologicalOrder(Object.values(lowered.outputs)).some((node) => node.operator.lower !== undefined)) {
    lowered = rewriteGraph(lowered, (node) => node.operator.lower?.(node));
  }
  return lowered;
}
