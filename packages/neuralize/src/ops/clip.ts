import { apply, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfMax, signOfMin } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { and, greater, less } from "./comparison.ts";
import { where } from "./where.ts";

export const Clip = operator({
  type: "Clip",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient], operand) => {
    const [x, low, high] = node.inputs;
    if (gradient === undefined || x === undefined || operand !== 0) return undefined;
    // Nothing flows at a bound itself, as in the ReLU6 and the Hardtanh that are written so: behind a ReLU zeros are many.
    const inside = [low && greater(x, low), high && less(x, high)].filter((v): v is Value => v !== undefined);
    const [one, other] = inside;
    if (one === undefined) return gradient;
    return where(other === undefined ? one : and(one, other), gradient, scalarLike(gradient, 0));
  },
  layers: () => ["Activation"],
  // The upper bound wins.
  sign: ({ inputs: [, low, high] }, [x = "unknown", lowest = "unknown", highest = "unknown"]) => {
    const raised = low === undefined ? x : signOfMax([x, lowest]);
    return high === undefined ? raised : signOfMin([raised, highest]);
  },
});

/** x between low and high, either of which may be left open. */
export const clip = (x: Value, low: Value | undefined, high?: Value): Value =>
  apply(Clip, high ? [x, low, high] : [x, low]);
