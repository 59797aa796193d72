import { scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfProduct } from "../graph/signs.ts";
import { greater } from "./comparison.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

/** x, or slope · x where x is negative; the slope is a weight even where data makes it, so relevance passes it by. */
export const PRelu = operator({
  type: "PRelu",
  infer: elementwise(),
  vjp: (node, [gradient], operand) => {
    const [x, slope] = node.inputs;
    if (gradient === undefined || x === undefined || slope === undefined) return undefined;
    const positive = greater(x, scalarLike(x, 0));
    return operand === 0
      ? where(positive, gradient, mul(gradient, slope))
      : where(positive, scalarLike(gradient, 0), mul(gradient, x));
  },
  parameters: () => ({ 1: "weight" }),
  layers: () => ["Activation"],
  sign: (_, [x = "unknown", slope = "unknown"]) => {
    if (x === "nonnegative" || x === "zero") return x;
    if (x === "nonpositive") return signOfProduct([x, slope]);
    return slope === "nonpositive" || slope === "zero" ? "nonnegative" : "unknown";
  },
});
