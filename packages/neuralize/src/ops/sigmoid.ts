import { floatOf } from "../graph/attributes.ts";
import { apply, outputOf, scalarLike } from "../graph/node.ts";
import { neverNegative } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { and, greater, less } from "./comparison.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

/** 1 / (1 + exp(−x)); its slope is y (1 − y). */
export const Sigmoid = activation(
  "Sigmoid",
  (gradient, x, node) => {
    const y = outputOf(node);
    return mul(gradient, mul(y, sub(scalarLike(x, 1), y)));
  },
  { sign: neverNegative },
);

/** αx + β, cut off at 0 and 1. */
export const HardSigmoid = activation(
  "HardSigmoid",
  (gradient, x, node) => {
    const y = outputOf(node);
    const inside = and(greater(y, scalarLike(x, 0)), less(y, scalarLike(x, 1)));
    const sloped = mul(gradient, scalarLike(gradient, floatOf(node, "alpha", 0.2)));
    return where(inside, sloped, scalarLike(gradient, 0));
  },
  { sign: neverNegative },
);

export const sigmoid = (x: Value): Value => apply(Sigmoid, [x]);
