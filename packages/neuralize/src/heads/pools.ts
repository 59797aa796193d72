import { float, floatOf } from "../graph/attributes.ts";
import { apply, scalarLike, typeOf } from "../graph/node.ts";
import { twoOperands } from "../graph/operands.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { div } from "../ops/div.ts";
import { firstAlong } from "../ops/first-along.ts";
import { log } from "../ops/log.ts";
import { mul } from "../ops/mul.ts";
import { reduceLogSumExp, reduceMin, reduceSum } from "../ops/reduce.ts";
import { softmax } from "../ops/softmax.ts";
import { squeeze, unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { againstAttribute, amongCompetitors, competitors, whereContrasted } from "./competitors.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape } = operandType(draft, 0);
  return [{ type, shape: shape && [shape[0] ?? 1] }];
}

/** softmax_{k≠c}(−β h), [N, K], for β > 0: the weights of min-takes-most and of the gradient of LogMeanExp. */
export function poolingWeights(pool: Node, stiffness: Value): Value {
  const [margins, target] = twoOperands(pool);
  const competing = amongCompetitors(pool, margins, target);
  // Shifted by the minimum first: −β·0 is 0 for every finite β, however stiff.
  const above = sub(competing, reduceMin(competing, [1]));
  const weights = softmax(mul(above, mul(stiffness, scalarLike(margins, -1))), 1);
  return whereContrasted(pool, target, weights);
}

/** The hard minimum over the competitors: f_c = min_{k≠c} h_k, [N]. MATH.md §1. */
export const MinPool = operator({
  type: "MinPool",
  domain: "neuralize",
  infer,
  vjp: (pool, [gradient], operand) => {
    if (gradient === undefined || operand !== 0) return undefined;
    const competing = amongCompetitors(pool, ...twoOperands(pool));
    const taken = cast(firstAlong(competing, reduceMin(competing, [1]), [1]), typeOf(gradient).type);
    return whereContrasted(pool, twoOperands(pool)[1], mul(unsqueeze(gradient, [1]), taken));
  },
  layers: () => ["MinPool"],
  lower: (pool) => {
    const [margins, target] = twoOperands(pool);
    return [whereContrasted(pool, target, squeeze(reduceMin(amongCompetitors(pool, margins, target), [1]), [1]))];
  },
});

/**
 * The soft minimum f_c = β⁻¹ log( n⁻¹ Σ_{k≠c} exp(β h_k) ) over the n competitors, [N], with β < 0: β → −∞ is MinPool,
 * β → 0 the mean. Its gradient has the weights of min-takes-most with stiffness −β. MATH.md §1.
 */
export const LogMeanExpPool = operator({
  type: "LogMeanExpPool",
  domain: "neuralize",
  infer,
  vjp: (pool, [gradient], operand) =>
    gradient && operand === 0
      ? mul(unsqueeze(gradient, [1]), poolingWeights(pool, scalarLike(gradient, -floatOf(pool, "beta", -1))))
      : undefined,
  lower: (pool) => {
    const [margins, target] = twoOperands(pool);
    const beta = scalarLike(margins, floatOf(pool, "beta", -1));
    const exponents = mul(amongCompetitors(pool, margins, target), beta);
    const count = reduceSum(cast(competitors(pool, margins, target), typeOf(margins).type), [1]);
    const mean = squeeze(div(sub(reduceLogSumExp(exponents, [1]), log(count)), beta), [1]);
    return [whereContrasted(pool, target, mean)];
  },
});

/** @param against competing clusters; absent for all but the target. */
export const minPool = (margins: Value, target: Value, against?: readonly number[]): Value =>
  apply(MinPool, [margins, target], againstAttribute(against));

/** @param beta < 0. @param against competing clusters; absent for all but the target. */
export const logMeanExpPool = (margins: Value, target: Value, beta: number, against?: readonly number[]): Value =>
  apply(LogMeanExpPool, [margins, target], { ...againstAttribute(against), beta: float(beta) });
