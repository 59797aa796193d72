import { apply, integers } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { broadcastShapes, operandType, shapeOf, staticShape } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { shape } from "./shape.ts";

export const Expand = operator({
  type: "Expand",
  infer: (draft) => {
    const x = operandType(draft, 0);
    return [{ type: x.type, shape: broadcastShapes([x.shape, operandType(draft, 1).integers], "Expand") }];
  },
  vjp: (_, [gradient], operand) => (operand === 0 ? gradient : undefined),
  sign: signOfFirst,
  moves: () => true,
});

/** x broadcast to the shape given as an int64 vector. */
export const expand = (x: Value, shape: Value): Value => apply(Expand, [x, shape]);

/** x broadcast to the shape of `like`. An axis of the same size in both, such as the batch, need not be known. */
export function expandLike(x: Value, like: Value): Value {
  const [from, to] = [shapeOf(x), shapeOf(like)];
  const sizes = to?.map((size, axis) => (size === from?.[axis - to.length + from.length] ? 1 : size));
  const known = staticShape(sizes);
  return expand(x, known ? integers(known) : shape(like));
}
