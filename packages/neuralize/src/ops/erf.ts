import { apply, scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

/** The error function; its slope is 2/√π · exp(−x²). */
export const Erf = activation("Erf", (gradient, x) =>
  mul(gradient, mul(exp(neg(mul(x, x))), scalarLike(x, 2 / Math.sqrt(Math.PI)))),
);

export const erf = (x: Value): Value => apply(Erf, [x]);
