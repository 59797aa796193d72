import { int, intOf } from "../graph/attributes.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";

/** Sums of all elements up to each along an axis; the way back sums from the other end. */
export const CumSum = operator({
  type: "CumSum",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient], operand) =>
    gradient && operand === 0
      ? apply(CumSum, [gradient, node.inputs[1]], {
          ...node.attributes,
          reverse: int(1 - intOf(node, "reverse", 0)),
        })
      : undefined,
  sign: signOfFirst,
});
