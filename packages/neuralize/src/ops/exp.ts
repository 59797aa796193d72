import { apply, outputOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { mul } from "./mul.ts";

export const Exp = operator({
  type: "Exp",
  infer: elementwise(),
  vjp: (node, [gradient]) => gradient && mul(gradient, outputOf(node)),
  sign: neverNegative,
});

export const exp = (x: Value): Value => apply(Exp, [x]);
