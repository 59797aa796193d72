import { floatOf } from "../graph/attributes.ts";
import { scalarLike } from "../graph/node.ts";
import { signOfMax } from "../graph/signs.ts";
import type { Node } from "../graph/value.ts";
import { activation } from "./activation.ts";
import { greater } from "./comparison.ts";
import { where } from "./where.ts";

const alphaOf = (node: Node): number => floatOf(node, "alpha", 1);

/** x where it exceeds α, else 0. */
export const ThresholdedRelu = activation(
  "ThresholdedRelu",
  (gradient, x, node) => where(greater(x, scalarLike(x, alphaOf(node))), gradient, scalarLike(gradient, 0)),
  { sign: (node, [x = "unknown"]) => (alphaOf(node) >= 0 ? signOfMax([x, "zero"]) : x) },
);
