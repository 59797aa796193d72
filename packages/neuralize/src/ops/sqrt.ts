import { apply, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfMagnitude } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";

export const Sqrt = operator({
  type: "Sqrt",
  infer: elementwise(),
  vjp: (node, [gradient]) => gradient && div(mul(gradient, scalarLike(gradient, 0.5)), outputOf(node)),
  sign: signOfMagnitude,
});

export const sqrt = (x: Value): Value => apply(Sqrt, [x]);
