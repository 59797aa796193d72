import { shapeMismatch } from "../errors/messages.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { broadcastShapes, operandType, rankOf, type Shape } from "../graph/shapes.ts";
import { signOfProduct } from "../graph/signs.ts";
import type { Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { mul } from "./mul.ts";
import { squeeze, unsqueeze } from "./squeeze.ts";
import { transpose } from "./transpose.ts";

function productShape(a: Shape, b: Shape): Shape {
  const [left, right] = [a.at(-1), b.length > 1 ? b.at(-2) : b[0]];
  if (typeof left === "number" && typeof right === "number" && left !== right) {
    throw shapeMismatch("MatMul", `inner sizes ${left} and ${right} differ`);
  }
  const batch = broadcastShapes([a.slice(0, -2), b.slice(0, -2)], "MatMul") ?? [];
  return [...batch, ...(a.length > 1 ? [a.at(-2) ?? 1] : []), ...(b.length > 1 ? [b.at(-1) ?? 1] : [])];
}

const infer = (draft: NodeDraft): readonly [TensorType] => {
  const a = operandType(draft, 0);
  const b = operandType(draft, 1);
  return [{ type: a.type, shape: a.shape && b.shape && productShape(a.shape, b.shape) }];
};

const swapped = (x: Value): Value => {
  const rank = rankOf(x);
  return transpose(
    x,
    Array.from({ length: rank }, (_, i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i)),
  );
};

/** Vectors are matrices of one row or column while the gradient is taken. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [a, b] = node.inputs;
  if (gradient === undefined || a === undefined || b === undefined) return undefined;
  const vectorA = rankOf(a) === 1;
  const vectorB = rankOf(b) === 1;
  if (vectorA && vectorB) return mul(gradient, operand === 0 ? b : a);
  let full = gradient;
  if (vectorA) full = unsqueeze(full, [-2]);
  if (vectorB) full = unsqueeze(full, [-1]);
  const left = vectorA ? unsqueeze(a, [0]) : a;
  const right = vectorB ? unsqueeze(b, [1]) : b;
  const result = operand === 0 ? matMul(full, swapped(right)) : matMul(swapped(left), full);
  if (operand === 0 && vectorA) return squeeze(result, [-2]);
  if (operand === 1 && vectorB) return squeeze(result, [-1]);
  return result;
}

/** Matrix product; Linear where exactly one operand carries data, and the other is then its weight. */
export const MatMul = operator({
  type: "MatMul",
  infer,
  vjp: back,
  parameters: (node) => {
    const [data, weight] = [dependsOnInput(node.inputs[0]), dependsOnInput(node.inputs[1])];
    return data && !weight ? { 1: "weight" } : weight && !data ? { 0: "weight" } : {};
  },
  layers: (node) => (dependsOnInput(node.inputs[0]) !== dependsOnInput(node.inputs[1]) ? ["Linear"] : []),
  sign: (_, signs) => signOfProduct(signs),
});

export const matMul = (a: Value, b: Value): Value => apply(MatMul, [a, b]);
