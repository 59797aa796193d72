import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Node, Operator, Value } from "../graph/value.ts";

/** The gradient of an elementwise function: `gradient` times the function's slope at `x`. */
type Back = (gradient: Value, x: Value, node: Node) => Value;

/** A nonlinearity that acts element by element; its sign is that of its operand unless said otherwise. */
export const activation = (type: string, back: Back, rest: Partial<Operator> = {}): Operator =>
  operator({
    type,
    infer: elementwise(),
    vjp: (node, [gradient], operand) => {
      const x = node.inputs[0];
      return gradient === undefined || x === undefined || operand !== 0 ? undefined : back(gradient, x, node);
    },
    layers: () => ["Activation"],
    sign: signOfFirst,
    ...rest,
  });
