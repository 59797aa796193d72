import { apply, scalarLike, typeOf } from "../graph/node.ts";
import { twoOperands } from "../graph/operands.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { clip } from "../ops/clip.ts";
import { mul } from "../ops/mul.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { poolingWeights } from "./pools.ts";

// β = ∞ as a number that can be multiplied: −β·0 stays 0, −β·(anything that float32 tells from 0) underflows in exp.
const stiffest = 3e38;
// β = 0 as a number that still keeps the target, out of reach at 1e38, without weight.
const softest = 1e-35;

/** β of [0, ∞] as a number of the element type of `like` that can be multiplied. */
export const boundedStiffness = (beta: Value, like: Value): Value =>
  clip(cast(beta, typeOf(like).type), scalarLike(like, softest), scalarLike(like, stiffest));

/**
 * Relevance that a pool hands to its margins: p · R. Inputs: margins [N, K], targets [N], the pool's relevance [N], the
 * stiffness β (scalar); output [N, K]. A layer of its own so that `fuse` can see it.
 */
export const MinTakesMost = operator({
  type: "MinTakesMost",
  domain: "neuralize",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: undefined,
  lower: (node) => {
    const [margins, , relevance, beta] = node.inputs;
    if (margins === undefined || relevance === undefined || beta === undefined) return [];
    return [mul(unsqueeze(relevance, [1]), poolingWeights(node, boundedStiffness(beta, margins)))];
  },
});

/** See `MinTakesMost`; `beta` is a number or a scalar graph input. */
export function minTakesMostRelevance(pool: Node, relevance: Value, beta: number | Value): Value {
  const [margins, target] = twoOperands(pool);
  const stiffness = typeof beta === "number" ? scalarLike(margins, Math.min(beta, stiffest)) : beta;
  return apply(MinTakesMost, [margins, target, relevance, stiffness], pool.attributes);
}
