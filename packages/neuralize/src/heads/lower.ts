import { inconsistentGraph } from "../errors/messages.ts";
import { nameOf } from "../graph/node.ts";
import { rewriteGraph } from "../graph/rewrite.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Graph, Node, Value } from "../graph/value.ts";

// Layers lower to layers that lower to layers; none does so more often than this.
const mostRounds = 64;

/**
 * A pass: every head layer becomes standard operators; what a layer lowers to may hold layers again.
 * @throws NeuralizeError INCONSISTENT_GRAPH for a layer that lowers to itself, or to fewer values than it has.
 */
export function lower(graph: Graph): Graph {
  let lowered = graph;
  for (let round = 0; ; round++) {
    const layer = topologicalOrder(Object.values(lowered.outputs)).find((node) => node.operator.lower !== undefined);
    if (layer === undefined) return lowered;
    if (round === mostRounds) throw inconsistentGraph("lower", `${nameOf(layer)} lowers to itself`);
    lowered = rewriteGraph(lowered, loweredNode);
  }
}

function loweredNode(node: Node): readonly Value[] | undefined {
  const values = node.operator.lower?.(node);
  if (values !== undefined && values.length < node.values.length)
    throw inconsistentGraph("lower", `${nameOf(node)} lowers to ${values.length} of its ${node.values.length} values`);
  return values;
}
