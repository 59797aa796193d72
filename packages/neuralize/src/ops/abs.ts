import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfMagnitude } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { mul } from "./mul.ts";
import { sign } from "./sign.ts";

export const Abs = operator({
  type: "Abs",
  infer: elementwise(),
  vjp: (node, [gradient]) => gradient && node.inputs[0] && mul(gradient, sign(node.inputs[0])),
  layers: () => ["Activation"],
  sign: signOfMagnitude,
});

export const abs = (x: Value): Value => apply(Abs, [x]);
