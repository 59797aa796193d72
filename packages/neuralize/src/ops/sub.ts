import { dependsOnInput } from "../graph/constancy.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { signOfNegative, signOfSum } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { binary, numbersOnly } from "./integer-arithmetic.ts";
import { neg } from "./neg.ts";

export const Sub = operator({
  type: "Sub",
  infer: binary(numbersOnly((a, b) => a - b)),
  vjp: (_, [gradient], operand) => (operand === 0 || gradient === undefined ? gradient : neg(gradient)),
  layers: (node) => (node.inputs.every(dependsOnInput) ? ["Sum"] : ["Affine"]),
  sign: (_, [a = "unknown", b = "unknown"]) => signOfSum([a, signOfNegative(b)]),
});

export const sub = (a: Value, b: Value): Value => apply(Sub, [a, b]);
