import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";

/** The upper or lower triangle of matrices, zeros elsewhere. */
export const Trilu = operator({
  type: "Trilu",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient], operand) =>
    gradient && operand === 0 ? apply(Trilu, [gradient, ...node.inputs.slice(1)], node.attributes) : undefined,
  sign: signOfFirst,
  moves: () => true,
});
