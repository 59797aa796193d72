import { floatOf } from "../graph/attributes.ts";
import { scalarLike } from "../graph/node.ts";
import type { Node } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { greater } from "./comparison.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

const alphaOf = (node: Node): number => floatOf(node, "alpha", 0.01);

/** x, or αx where x is negative. */
export const LeakyRelu = activation(
  "LeakyRelu",
  (gradient, x, node) =>
    where(greater(x, scalarLike(x, 0)), gradient, mul(gradient, scalarLike(gradient, alphaOf(node)))),
  { sign: (node, [x = "unknown"]) => (alphaOf(node) >= 0 ? x : "nonnegative") },
);
