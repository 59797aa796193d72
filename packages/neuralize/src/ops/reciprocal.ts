import { apply, outputOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

export const Reciprocal = operator({
  type: "Reciprocal",
  infer: elementwise(),
  vjp: (node, [gradient]) => gradient && neg(mul(gradient, mul(outputOf(node), outputOf(node)))),
  // What is divided by zero has any sign.
  sign: (_, [x = "unknown"]) => (x === "zero" ? "unknown" : x),
});

export const reciprocal = (x: Value): Value => apply(Reciprocal, [x]);
