import { scalarLike } from "../graph/node.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { div } from "./div.ts";
import { exp } from "./exp.ts";
import { min } from "./extremum.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/**
 * x · t, t = tanh(softplus(x)). With w = exp(x) and n = w (w + 2), t = n / (n + 2): no operator that a GPU might lack.
 * Beyond 20, t = 1 in any precision, and w stays in the range of float32.
 */
export const Mish = activation("Mish", (gradient, x) => {
  const one = scalarLike(x, 1);
  const two = scalarLike(x, 2);
  const w = exp(min(x, scalarLike(x, 20)));
  const n = mul(w, add(w, two));
  const t = div(n, add(n, two));
  const sigmoid = div(w, add(w, one));
  return mul(gradient, add(t, mul(mul(x, sigmoid), sub(one, mul(t, t)))));
});
