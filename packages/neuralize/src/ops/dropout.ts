import { trainingMode } from "../errors/messages.ts";
import { constantOf, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { numbersOf } from "../graph/tensor.ts";
import type { Node } from "../graph/value.ts";

/** Whether it drops anything: undefined where that is decided when the model runs. */
function isTraining({ inputs: [, , mode] }: Pick<Node, "inputs">): boolean | undefined {
  const tensor = constantOf(mode);
  return mode === undefined ? false : tensor && numbersOf(tensor)[0] !== 0;
}

/** The identity, for inference is all that is explained. */
export const Dropout = operator({
  type: "Dropout",
  infer: (draft) => {
    if (isTraining(draft)) throw trainingMode(draft.operator.type);
    const { type, shape } = operandType(draft, 0);
    return [{ type, shape } as const, { type: "bool", shape } as const].slice(0, draft.outputCount);
  },
  vjp: (node, [gradient], operand) => {
    if (operand !== 0) return undefined;
    if (isTraining(node) === undefined) throw trainingMode(nameOf(node));
    return gradient;
  },
  sign: (node, signs) => (isTraining(node) === false ? signOfFirst(node, signs) : "unknown"),
  moves: () => true,
});
