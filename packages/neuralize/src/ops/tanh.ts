import { apply, outputOf, scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/** The hyperbolic tangent; its slope is 1 − y². */
export const Tanh = activation("Tanh", (gradient, x, node) =>
  mul(gradient, sub(scalarLike(x, 1), mul(outputOf(node), outputOf(node)))),
);

export const tanh = (x: Value): Value => apply(Tanh, [x]);
