import { knownScalar } from "../graph/known-scalar.ts";
import { outputOf } from "../graph/node.ts";
import { sameShape, shapeOf } from "../graph/shapes.ts";
import { Div } from "../ops/div.ts";
import { Mul } from "../ops/mul.ts";
import type { Simplification } from "./simplify.ts";

/** x · 1, 1 · x and x / 1 are x, where x has the shape of the product. */
export const factors: Simplification = (node) => {
  const { operator, inputs } = node;
  if (operator !== Mul && operator !== Div) return undefined;
  const [a, b] = inputs;
  const whole = (value: typeof a) => value && sameShape(shapeOf(value), shapeOf(outputOf(node)));
  if (whole(a) && knownScalar(b) === 1) return a;
  return operator === Mul && whole(b) && knownScalar(a) === 1 ? b : undefined;
};
