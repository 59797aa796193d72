import { outputOf } from "../graph/node.ts";
import { sameShape, shapeOf } from "../graph/shapes.ts";
import { signOf } from "../graph/signs.ts";
import { Add } from "../ops/add.ts";
import { Sub } from "../ops/sub.ts";
import type { Simplification } from "./simplify.ts";

/** x + 0, 0 + x and x − 0 are x, where x has the shape of the sum. */
export const addends: Simplification = (node) => {
  const { operator, inputs } = node;
  if (operator !== Add && operator !== Sub) return undefined;
  const [a, b] = inputs;
  const whole = (value: typeof a) => value && sameShape(shapeOf(value), shapeOf(outputOf(node)));
  if (whole(a) && signOf(b) === "zero") return a;
  return operator === Add && whole(b) && signOf(a) === "zero" ? b : undefined;
};
