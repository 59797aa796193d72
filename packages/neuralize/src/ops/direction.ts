import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { clip } from "./clip.ts";
import { mul } from "./mul.ts";

/**
 * The sign of every element of x, in its shape: −1, 0 or 1, and x·2¹⁰⁰ within 2⁻¹⁰⁰ of 0. GPUs lack Sign; for more than
 * one product with it this is less work than the choices of `timesSign`.
 */
export const direction = (x: Value): Value =>
  mul(clip(x, scalarLike(x, -(2 ** -100)), scalarLike(x, 2 ** -100)), scalarLike(x, 2 ** 100));
