import { dependsOnInput } from "../graph/constancy.ts";
import { apply, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { quotientOf } from "../graph/shapes.ts";
import { signOfProduct } from "../graph/signs.ts";
import type { Dimension, Value } from "../graph/value.ts";
import { equal } from "./comparison.ts";
import { binary } from "./integer-arithmetic.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { where } from "./where.ts";

// ONNX divides integers towards zero.
const quotient = (a: Dimension, b: Dimension): Dimension | undefined => {
  if (typeof a === "number" && typeof b === "number") return b === 0 ? undefined : Math.trunc(a / b);
  return quotientOf([a], [b]);
};

export const Div = operator({
  type: "Div",
  infer: binary(quotient),
  vjp: (node, [gradient], operand) => {
    const divisor = node.inputs[1];
    if (gradient === undefined || divisor === undefined) return undefined;
    const scaled = div(gradient, divisor);
    return operand === 0 ? scaled : neg(mul(scaled, outputOf(node)));
  },
  layers: (node) => (dependsOnInput(node.inputs[0]) && !dependsOnInput(node.inputs[1]) ? ["Affine"] : []),
  // What is divided by zero has any sign.
  sign: (_, signs) => (signs[1] === "zero" ? "unknown" : signOfProduct(signs)),
});

export const div = (a: Value, b: Value): Value => apply(Div, [a, b]);

/** a / b, and 0 where b is 0: for norms, where the gradient of what vanishes is put to 0. */
export const divOrZero = (a: Value, b: Value): Value => where(equal(b, scalarLike(b, 0)), scalarLike(a, 0), div(a, b));
