import { apply, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { equal } from "../ops/comparison.ts";
import { div } from "../ops/div.ts";
import { where } from "../ops/where.ts";
import { contractedMargins } from "./contracted-margins.ts";

/**
 * Relevance of the points by the midpoint rule. Inputs: points [N, D], centroids [K, D], targets [N], margins [N, K],
 * relevance of the margins [N, K]; output [N, D]. A layer of its own so that `fuse` can see it.
 */
export const Midpoint = operator({
  type: "Midpoint",
  domain: "neuralize",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: undefined,
  lower: ({ inputs: [x, centroids, target, margins, relevance] }) => {
    if (!x || !centroids || !target || !margins || !relevance) return [];
    const zero = equal(margins, scalarLike(margins, 0));
    // A margin of 0 has Σ_i (x_i − m_ki) w_ki = 0: nothing to hand on.
    const share = where(zero, scalarLike(margins, 0), div(relevance, where(zero, scalarLike(margins, 1), margins)));
    return [contractedMargins(x, centroids, target, share)];
  },
});

/** See `Midpoint`. */
export function midpointRelevance(layer: Node, relevance: Value): Value {
  const [x, centroids, target] = layer.inputs;
  return apply(Midpoint, [x, centroids, target, outputOf(layer), relevance]);
}
