import { outputOf } from "../graph/node.ts";
import { rewriteGraph } from "../graph/rewrite.ts";
import type { Graph, Node, Value } from "../graph/value.ts";
import { addends } from "./addends.ts";
import { bounds } from "./bounds.ts";
import { choices } from "./choices.ts";
import { commonFactor } from "./common-factor.ts";
import { factors } from "./factors.ts";
import { keptAxes } from "./kept-axes.ts";
import { moves } from "./moves.ts";

/** What may stand for the first output of a node; undefined: nothing simpler is known. */
export type Simplification = (node: Node) => Value | undefined;

const simplifications: readonly Simplification[] = [bounds, addends, factors, commonFactor, choices, keptAxes, moves];

/**
 * A pass: leaves out what signs (`graph/signs.ts`) prove to be without effect: halves of max(x, 0) and min(x, 0), sums
 * with zero, products with one, choices that are always made the same way. What nothing reads any more is gone with
 * it, because a graph is what its outputs reach. MATH.md §3, "Work that provably vanishes must not be done".
 */
export const simplify = (graph: Graph): Graph =>
  rewriteGraph(graph, (node) => {
    const [simpler] = simplifications.flatMap((each) => each(node) ?? []);
    return simpler === undefined || simpler === outputOf(node) ? undefined : [simpler];
  });
