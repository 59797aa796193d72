import { apply, scalarLike } from "../graph/node.ts";
import { signOfMagnitude } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { clip } from "./clip.ts";
import { greater, less } from "./comparison.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { where } from "./where.ts";

/** a · sign(x), by comparisons: GPUs lack Sign. */
export const timesSign = (a: Value, x: Value): Value => {
  const zero = scalarLike(x, 0);
  return where(greater(x, zero), a, where(less(x, zero), neg(a), scalarLike(a, 0)));
};

/** −1, 0 or 1, whichever way each element of x points; in between within 2⁻¹⁰⁰ of 0. GPUs lack Sign, CPUs are slow in Where. */
export const direction = (x: Value): Value =>
  mul(clip(x, scalarLike(x, -(2 ** -100)), scalarLike(x, 2 ** -100)), scalarLike(x, 2 ** 100));

export const Abs = activation("Abs", timesSign, { sign: signOfMagnitude });

export const abs = (x: Value): Value => apply(Abs, [x]);
