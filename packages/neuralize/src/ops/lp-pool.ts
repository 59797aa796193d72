import { intOf } from "../graph/attributes.ts";
import { outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfMagnitude } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { abs, timesSign } from "./abs.ts";
import { divOrZero } from "./div.ts";
import { mul } from "./mul.ts";
import { pooledShape } from "./pooled-shape.ts";
import { pow } from "./pow.ts";
import { spreadEvenly } from "./spread-evenly.ts";

const powerOf = (node: Pick<Node, "attributes">): number => intOf(node, "p", 2);

/** v^(p − 1) for v ≥ 0. */
const lessOnePower = (v: Value, p: number): Value => (p === 2 ? v : pow(v, scalarLike(v, p - 1)));

/** With y = (Σ |x|ᵖ)^(1/p): what arrives at y, over yᵖ⁻¹; 0 where y is. */
const overNorm = (gradient: Value, y: Value, p: number): Value =>
  p === 1 ? gradient : divOrZero(gradient, lessOnePower(y, p));

/** sign(x) |x|ᵖ⁻¹ times what was spread over x. */
function timesSlope(spread: Value, x: Value, p: number): Value {
  if (p === 2) return mul(spread, x);
  return timesSign(p === 1 ? spread : mul(spread, lessOnePower(abs(x), p)), x);
}

/** (Σ |x|ᵖ)^(1/p) of each window. */
export const LpPool = operator({
  type: "LpPool",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    return [{ type, shape: pooledShape(draft, shape) }];
  },
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    if (gradient === undefined || x === undefined) return undefined;
    const p = powerOf(node);
    return timesSlope(spreadEvenly(node, overNorm(gradient, outputOf(node), p), x), x, p);
  },
  sign: signOfMagnitude,
});

/** (Σ |x|ᵖ)^(1/p) of each channel over all places: [N, C, ...] to [N, C, 1, ...]. */
export const GlobalLpPool = operator({
  type: "GlobalLpPool",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    return [{ type, shape: shape?.map((size, axis) => (axis < 2 ? size : 1)) }];
  },
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    if (gradient === undefined || x === undefined) return undefined;
    const p = powerOf(node);
    return timesSlope(overNorm(gradient, outputOf(node), p), x, p);
  },
  sign: signOfMagnitude,
});
