import { nameOf } from "../graph/node.ts";
import { type Readers, readersOf } from "../graph/readers.ts";
import { rewriteValues } from "../graph/rewrite.ts";
import type { Node, Value } from "../graph/value.ts";
import type { Canonizer, CanonizerMatch } from "./canonizer.ts";

/** What a canonizer makes of one node. */
export interface Replacement {
  /** One value per output of the node. */
  readonly values: readonly Value[];
  readonly effect: string;
}

/**
 * A canonizer that goes through a graph once, from the inputs to the outputs, and may replace each node.
 * @param replace sees the node with its inputs already rewritten, and the readers of values of the graph before.
 */
export const rewriting = (
  name: string,
  replace: (node: Node, original: Node, readers: Readers) => Replacement | undefined,
): Canonizer => ({
  name,
  canonize: (graph, keep) => {
    const roots = [...Object.values(graph.outputs), ...keep];
    const readers = readersOf(roots);
    const matches: CanonizerMatch[] = [];
    const current = rewriteValues(roots, (node, _, original) => {
      const replacement = replace(node, original, readers);
      if (replacement !== undefined) matches.push({ at: nameOf(original), effect: replacement.effect });
      return replacement?.values;
    });
    const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([key, value]) => [key, current(value)]));
    return { graph: { inputs: graph.inputs, outputs }, current, matches };
  },
});
