import { dependsOnInput } from "../graph/constancy.ts";
import { scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfSum } from "../graph/signs.ts";
import type { LayerType, Node } from "../graph/value.ts";
import { mul } from "./mul.ts";

/** As for Add: an Affine map where only one operand carries data. */
const layers = (node: Node): readonly LayerType[] => {
  const carrying = node.inputs.filter(dependsOnInput).length;
  return carrying === node.inputs.length ? ["Sum"] : carrying === 1 ? ["Affine"] : [];
};

/** The sum of any number of operands, with broadcasting. */
export const Sum = operator({
  type: "Sum",
  infer: elementwise(),
  vjp: (_, [gradient]) => gradient,
  layers,
  sign: (_, signs) => signOfSum(signs),
});

/** The mean of any number of operands, with broadcasting. */
export const Mean = operator({
  type: "Mean",
  infer: elementwise(),
  vjp: ({ inputs }, [gradient]) => gradient && mul(gradient, scalarLike(gradient, 1 / inputs.length)),
  layers,
  sign: (_, signs) => signOfSum(signs),
});
