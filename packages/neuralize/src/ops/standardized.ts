import { floatOf } from "../graph/attributes.ts";
import { scalarLike } from "../graph/node.ts";
import type { Node, Value } from "../graph/value.ts";
import { add } from "./add.ts";
import { mul } from "./mul.ts";
import { reciprocal } from "./reciprocal.ts";
import { reduceMean } from "./reduce.ts";
import { sqrt } from "./sqrt.ts";
import { sub } from "./sub.ts";

/** 1 / √(square + ε). */
export const inverseRoot = (node: Node, square: Value): Value =>
  reciprocal(sqrt(add(square, scalarLike(square, floatOf(node, "epsilon", 1e-5)))));

/** g less what runs along the normalized values, which stay of length 1: g − x̂ mean(g x̂). */
export const across = (g: Value, normalized: Value, axes: readonly number[]): Value =>
  sub(g, mul(normalized, reduceMean(mul(g, normalized), axes)));

interface Standardized {
  readonly mean: Value;
  readonly variance: Value;
  /** r = 1 / √(variance + ε). */
  readonly root: Value;
  /** x̂ = (x − mean) r. */
  readonly normalized: Value;
}

/** x with mean 0 and variance 1 over `axes`. */
export function standardized(node: Node, x: Value, axes: readonly number[]): Standardized {
  const mean = reduceMean(x, axes);
  const centred = sub(x, mean);
  const variance = reduceMean(mul(centred, centred), axes);
  const root = inverseRoot(node, variance);
  return { mean, variance, root, normalized: mul(centred, root) };
}

/** From the gradient of x̂ to that of x: r (g − mean(g) − x̂ mean(g x̂)). */
export const ofStandardized = (g: Value, { root, normalized }: Standardized, axes: readonly number[]): Value =>
  mul(root, sub(across(g, normalized, axes), reduceMean(g, axes)));
