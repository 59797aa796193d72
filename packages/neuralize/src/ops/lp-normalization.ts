import { intOf } from "../graph/attributes.ts";
import { outputOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { timesSign } from "./abs.ts";
import { divOrZero } from "./div.ts";
import { mul } from "./mul.ts";
import { reduceL1, reduceL2, reduceSum } from "./reduce.ts";
import { sub } from "./sub.ts";

/** With s = Σ g y along the axis: (g − y s) / ‖x‖₂, or (g − sign(x) s) / ‖x‖₁; 0 where the norm is. */
function back(node: Node, [gradient]: readonly (Value | undefined)[]): Value | undefined {
  const x = node.inputs[0];
  if (gradient === undefined || x === undefined) return undefined;
  const axes = [intOf(node, "axis", -1)];
  const y = outputOf(node);
  const along = reduceSum(mul(gradient, y), axes);
  return intOf(node, "p", 2) === 1
    ? divOrZero(sub(gradient, timesSign(along, x)), reduceL1(x, axes))
    : divOrZero(sub(gradient, mul(y, along)), reduceL2(x, axes));
}

/** x divided by its 1- or 2-norm along an axis. */
export const LpNormalization = operator({
  type: "LpNormalization",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: back,
  layers: () => ["Normalization"],
  sign: signOfFirst,
});
