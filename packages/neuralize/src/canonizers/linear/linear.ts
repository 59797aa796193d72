import { operator } from "../../graph/operator.ts";
import { broadcastShapes, shapeOf } from "../../graph/shapes.ts";
import { signOfProduct, signOfSum } from "../../graph/signs.ts";
import type { Node, NodeDraft, Value } from "../../graph/value.ts";
import { add } from "../../ops/add.ts";
import { gemm } from "../../ops/gemm.ts";
import { MatMul, matMul } from "../../ops/matmul.ts";

/** The node or draft without its bias. */
const product = <T extends Pick<NodeDraft, "inputs">>(node: T): T => ({ ...node, inputs: node.inputs.slice(0, 2) });

function lower({ inputs: [x, weight, bias] }: Node): readonly Value[] {
  if (x === undefined || weight === undefined) return [];
  if (bias === undefined) return [matMul(x, weight)];
  const matrices = [x, weight].every((value) => shapeOf(value)?.length === 2);
  return [
    matrices && (shapeOf(bias)?.length ?? 3) <= 2 ? gemm(x, weight, { addend: bias }) : add(matMul(x, weight), bias),
  ];
}

/**
 * x·W + b as one layer: a MatMul and the constant that is added to it, which rules must see together (MATH.md §3).
 * Inputs: x [..., D], W [D, C] (or a stack of such), b, which broadcasts to the product.
 */
export const Linear = operator({
  type: "Linear",
  domain: "neuralize",
  infer: (draft) => {
    const [type] = MatMul.infer(product(draft));
    const bias = draft.inputs[2];
    if (type === undefined || bias === undefined) return type === undefined ? [] : [type];
    return [{ type: type.type, shape: broadcastShapes([type.shape, shapeOf(bias)], "Linear") }];
  },
  vjp: (node, gradients, operand) => (operand === 2 ? gradients[0] : MatMul.vjp?.(product(node), gradients, operand)),
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: () => ["Linear"],
  sign: (_, [x = "unknown", weight = "unknown", bias]) =>
    signOfSum([signOfProduct([x, weight]), bias === undefined ? "zero" : bias]),
  lower,
});
