import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { broadcastShapes, operandType } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";

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
