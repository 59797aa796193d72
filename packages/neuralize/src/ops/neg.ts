import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfNegative } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";

export const Neg = operator({
  type: "Neg",
  infer: elementwise(),
  vjp: (_, [gradient]) => gradient && neg(gradient),
  layers: () => ["Affine"],
  sign: (_, [x = "unknown"]) => signOfNegative(x),
});

export const neg = (x: Value): Value => apply(Neg, [x]);
