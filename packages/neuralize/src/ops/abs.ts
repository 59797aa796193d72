import { apply, scalarLike } from "../graph/node.ts";
import { signOfMagnitude } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { greater, less } from "./comparison.ts";
import { neg } from "./neg.ts";
import { where } from "./where.ts";

/** a · sign(x), by comparisons: GPUs lack Sign. */
export const timesSign = (a: Value, x: Value): Value => {
  const zero = scalarLike(x, 0);
  return where(greater(x, zero), a, where(less(x, zero), neg(a), scalarLike(a, 0)));
};

export const Abs = activation("Abs", timesSign, { sign: signOfMagnitude });

export const abs = (x: Value): Value => apply(Abs, [x]);
