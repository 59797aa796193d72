import { floatOf } from "../graph/attributes.ts";
import { outputOf, scalarLike } from "../graph/node.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";
import { sub } from "./sub.ts";

/** x · σ(αx); its slope is σ(αx) + α y (1 − σ(αx)). */
export const Swish = activation(
  "Swish",
  (gradient, x, node) => {
    const alpha = scalarLike(x, floatOf(node, "alpha", 1));
    const gate = sigmoid(mul(x, alpha));
    return mul(gradient, add(gate, mul(mul(outputOf(node), alpha), sub(scalarLike(x, 1), gate))));
  },
  { since: () => 24 },
);
