import { dependsOnInput } from "../graph/constancy.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { sumOf } from "../graph/shapes.ts";
import { signOfSum } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { binary } from "./integer-arithmetic.ts";

/** Addition with broadcasting: a Sum where both operands carry data, an Affine map where one is constant. */
export const Add = operator({
  type: "Add",
  infer: binary((a, b) => sumOf([a, b])),
  vjp: (_, [gradient]) => gradient,
  layers: (node) => (node.inputs.every(dependsOnInput) ? ["Sum"] : ["Affine"]),
  sign: (_, signs) => signOfSum(signs),
});

export const add = (a: Value, b: Value): Value => apply(Add, [a, b]);

/** Sum of one or more values of the same type. */
export const sum = (values: readonly [Value, ...Value[]]): Value => values.reduce((total, value) => add(total, value));
