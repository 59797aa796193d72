import { apply, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { broadcastShapes, operandType } from "../graph/shapes.ts";
import { signOfAny } from "../graph/signs.ts";
import { isFloating } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";

/** A choice between numbers has a gradient; one between strings or codes is how exporters fill what is missing. */
export const Where = operator({
  type: "Where",
  infer: (draft) => {
    const operands = [0, 1, 2].map((i) => operandType(draft, i));
    const shape = broadcastShapes(
      operands.map((operand) => operand.shape),
      "Where",
    );
    return [{ type: operandType(draft, 1).type, shape }];
  },
  vjp: (node, [gradient], operand) => {
    const condition = node.inputs[0];
    if (gradient === undefined || condition === undefined || operand === 0) return undefined;
    const zero = scalarLike(gradient, 0);
    return operand === 1 ? where(condition, gradient, zero) : where(condition, zero, gradient);
  },
  layers: (node) => (isFloating(node.outputs[0]?.type ?? "float32") ? [] : ["Imputation"]),
  sign: (_, [, a = "unknown", b = "unknown"]) => signOfAny([a, b]),
  moves: () => true,
});

/** a where the condition holds, else b. */
export const where = (condition: Value, a: Value, b: Value): Value => apply(Where, [condition, a, b]);
