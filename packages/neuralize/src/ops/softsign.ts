import { scalarLike } from "../graph/node.ts";
import { abs } from "./abs.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";

/** x / (1 + |x|). */
export const Softsign = activation("Softsign", (gradient, x) => {
  const below = add(abs(x), scalarLike(x, 1));
  return div(gradient, mul(below, below));
});
