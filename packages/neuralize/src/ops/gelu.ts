import { stringOf } from "../graph/attributes.ts";
import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { erf } from "./erf.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { tanh } from "./tanh.ts";

const times = (x: Value, factor: number): Value => mul(x, scalarLike(x, factor));
const plus = (x: Value, summand: number): Value => add(x, scalarLike(x, summand));

/** Φ(x) + x φ(x), with the distribution and the density of the normal distribution. */
function exactSlope(x: Value): Value {
  const distribution = times(plus(erf(times(x, Math.SQRT1_2)), 1), 0.5);
  const density = times(exp(times(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(distribution, mul(x, density));
}

/** Of x (1 + tanh u) / 2 with u = √(2/π) (x + 0.044715 x³): (1 + t) / 2 + x (1 − t²) u′ / 2. */
function tanhSlope(x: Value): Value {
  const root = Math.sqrt(2 / Math.PI);
  const square = mul(x, x);
  const t = tanh(mul(x, plus(times(square, root * 0.044715), root)));
  const inner = plus(times(square, (root * 3 * 0.044715) / 2), root / 2);
  return add(times(plus(t, 1), 0.5), mul(mul(x, inner), sub(scalarLike(x, 1), mul(t, t))));
}

/** x Φ(x), exactly or by tanh. Hendrycks and Gimpel, Gaussian Error Linear Units, 2016. */
export const Gelu = activation(
  "Gelu",
  (gradient, x, node) => mul(gradient, stringOf(node, "approximate", "none") === "tanh" ? tanhSlope(x) : exactSlope(x)),
  { since: () => 20 },
);
