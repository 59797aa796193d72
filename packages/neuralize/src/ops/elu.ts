import { floatOf } from "../graph/attributes.ts";
import { outputOf, scalarLike } from "../graph/node.ts";
import type { Node, Value } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { greater } from "./comparison.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

// Below zero y = a (exp(x/c) − 1), so that the slope (y + a) / c follows from the output.

const whereNegative = (x: Value, other: Value, negative: Value): Value =>
  where(greater(x, scalarLike(x, 0)), other, negative);

const eluAlpha = (node: Node): number => floatOf(node, "alpha", 1);

/** x, or α (exp(x) − 1) where x is negative. */
export const Elu = activation(
  "Elu",
  (gradient, x, node) => whereNegative(x, gradient, mul(gradient, add(outputOf(node), scalarLike(x, eluAlpha(node))))),
  { sign: (node, [x = "unknown"]) => (eluAlpha(node) >= 0 ? x : "nonnegative") },
);

// The constants of Klambauer et al., Self-Normalizing Neural Networks, 2017, rounded as the operator rounds them.
const seluAlpha = (node: Node): number => floatOf(node, "alpha", 1.6732631921768188);
const seluGamma = (node: Node): number => floatOf(node, "gamma", 1.0507010221481323);

/** γx, or γα (exp(x) − 1) where x is negative. */
export const Selu = activation(
  "Selu",
  (gradient, x, node) => {
    const gamma = seluGamma(node);
    const below = add(outputOf(node), scalarLike(x, gamma * seluAlpha(node)));
    return mul(gradient, whereNegative(x, scalarLike(x, gamma), below));
  },
  { sign: (node, [x = "unknown"]) => (seluAlpha(node) >= 0 && seluGamma(node) >= 0 ? x : "unknown") },
);

/** x, or α (exp(x/α) − 1) where x is negative. */
export const Celu = activation("Celu", (gradient, x, node) => {
  const alpha = scalarLike(x, floatOf(node, "alpha", 1));
  return whereNegative(x, gradient, mul(gradient, div(add(outputOf(node), alpha), alpha)));
});
