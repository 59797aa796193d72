import { notPooling } from "../errors/messages.ts";
import { intOf } from "../graph/attributes.ts";
import { nameOf, outputOf, scalarLike } from "../graph/node.ts";
import { rankOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { boundedStiffness } from "../heads/min-takes-most.ts";
import { div } from "../ops/div.ts";
import { exp } from "../ops/exp.ts";
import { mul } from "../ops/mul.ts";
import { ReduceMax, ReduceMin, reducedAxes, reduceSum } from "../ops/reduce.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";

/** −1 for a minimum, 1 for a maximum: the sign of β in softmax(±β x). */
type Direction = -1 | 1;

/**
 * softmax(±β x)·R over the axes that a ReduceMin or ReduceMax pools; β = ∞ shares among those that attain it.
 * MATH.md §3; Kauffmann et al. 2024 (NEON).
 * @throws NeuralizeError NOT_POOLING for any other node.
 */
export function takesMostRelevance(node: Node, relevance: Value, direction: Direction, beta: number | Value): Value {
  const [x] = node.inputs;
  if (x === undefined || node.operator !== (direction < 0 ? ReduceMin : ReduceMax))
    throw notPooling(nameOf(node), node.operator.type, direction < 0 ? "min_takes_most" : "max_takes_most");
  const axes = reducedAxes(node, rankOf(x)) ?? [];
  // Nothing is pooled; to the sum below no axes would mean all.
  if (axes.length === 0) return relevance;
  const kept = intOf(node, "keepdims", 1) === 1;
  const whole = (value: Value): Value => (kept ? value : unsqueeze(value, axes));
  const extremum = whole(outputOf(node));
  const stiffness = boundedStiffness(typeof beta === "number" ? scalarLike(x, beta) : beta, x);
  // ≤ 0 in both directions, so that nothing overflows.
  const behind = direction < 0 ? sub(extremum, x) : sub(x, extremum);
  const weights = exp(mul(behind, stiffness));
  return mul(whole(relevance), div(weights, reduceSum(weights, axes)));
}
