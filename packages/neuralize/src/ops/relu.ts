import { apply, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfMax } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { greater } from "./comparison.ts";
import { where } from "./where.ts";

export const Relu = operator({
  type: "Relu",
  infer: elementwise(),
  vjp: (node, [gradient]) =>
    gradient && where(greater(outputOf(node), scalarLike(gradient, 0)), gradient, scalarLike(gradient, 0)),
  layers: () => ["ReLU", "Activation"],
  sign: (_, [x = "unknown"]) => signOfMax([x, "zero"]),
});

export const relu = (x: Value): Value => apply(Relu, [x]);
