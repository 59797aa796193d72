import { dependsOnInput } from "../graph/constancy.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { productOf } from "../graph/shapes.ts";
import { signOfMagnitude, signOfProduct } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { binary } from "./integer-arithmetic.ts";

export const Mul = operator({
  type: "Mul",
  infer: binary((a, b) => productOf([a, b])),
  vjp: (node, [gradient], operand) => {
    const other = node.inputs[1 - operand];
    return gradient && other && mul(gradient, other);
  },
  layers: (node) => (node.inputs.every(dependsOnInput) ? [] : ["Affine"]),
  sign: (node, signs) => (node.inputs[0] === node.inputs[1] ? signOfMagnitude(node, signs) : signOfProduct(signs)),
});

export const mul = (a: Value, b: Value): Value => apply(Mul, [a, b]);
