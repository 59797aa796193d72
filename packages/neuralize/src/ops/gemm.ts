import { shapeMismatch } from "../errors/messages.ts";
import { float, floatOf, int, intOf } from "../graph/attributes.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { apply, node as makeNode, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { compatibleShapes, operandType, type Shape, showShape } from "../graph/shapes.ts";
import { signOfNumber, signOfProduct, signOfSum } from "../graph/signs.ts";
import type { Node, NodeDraft, ParameterRole, TensorType, Value } from "../graph/value.ts";
import { mul } from "./mul.ts";

const transposedA = (node: Pick<Node, "attributes">): boolean => intOf(node, "transA", 0) === 1;
const transposedB = (node: Pick<Node, "attributes">): boolean => intOf(node, "transB", 0) === 1;

const turned = (shape: Shape | undefined, transposed: boolean): Shape =>
  shape === undefined ? [] : transposed ? shape.toReversed() : shape;

function infer(draft: NodeDraft): readonly [TensorType] {
  const a = operandType(draft, 0);
  const b = operandType(draft, 1);
  const matrices = [a, b].every(({ shape }) => shape === undefined || shape.length === 2);
  const [rows, left] = turned(a.shape, transposedA(draft));
  const [right, columns] = turned(b.shape, transposedB(draft));
  if (!matrices || !compatibleShapes([left ?? "left"], [right ?? "right"]))
    throw shapeMismatch(
      "Gemm",
      `${showShape(a.shape)} and ${showShape(b.shape)} are no matrices that can be multiplied`,
    );
  // The rank is 2 whatever is known of the operands: a head behind operators without shapes still knows its clusters.
  return [{ type: a.type, shape: [rows ?? "rows", columns ?? "columns"] }];
}

/** With Y = αA′B′ + βC: ∂A′ = α·G·B′ᵀ, ∂B′ = α·A′ᵀ·G, transposed once more where the operand itself was. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [a, b] = node.inputs;
  if (gradient === undefined || a === undefined || b === undefined) return undefined;
  if (operand === 2) {
    const beta = floatOf(node, "beta", 1);
    return beta === 1 ? gradient : mul(gradient, scalarLike(gradient, beta));
  }
  const alpha = floatOf(node, "alpha", 1);
  const [left, right] = [transposedA(node), transposedB(node)];
  if (operand === 0) {
    return left
      ? gemm(b, gradient, { alpha, transA: right, transB: true })
      : gemm(gradient, b, { alpha, transB: !right });
  }
  return right ? gemm(gradient, a, { alpha, transA: true, transB: left }) : gemm(a, gradient, { alpha, transA: !left });
}

/** The same layer with α and β in its weight and bias, whose signs and squares they belong to. */
function explicit(node: Node): Node {
  const roles = parameters(node);
  const { alpha: _, beta: __, ...attributes } = node.attributes;
  const [alpha, beta] = [floatOf(node, "alpha", 1), floatOf(node, "beta", 1)];
  // A product of two values that depend on the data has no weight that could take a factor.
  if (Object.keys(roles).length === 0 || (alpha === 1 && beta === 1)) return node;
  const times = (value: Value, factor: number): Value => (factor === 1 ? value : mul(value, scalarLike(value, factor)));
  const inputs = node.inputs.map((value, i) => {
    if (value === undefined || roles[i] === undefined) return value;
    return times(value, roles[i] === "weight" ? alpha : beta);
  });
  return makeNode(Gemm, inputs, attributes);
}

const parameters = (node: Node): Readonly<Record<number, ParameterRole>> => {
  const [a, b] = [dependsOnInput(node.inputs[0]), dependsOnInput(node.inputs[1])];
  return a && b ? {} : { [b ? 0 : 1]: "weight", 2: "bias" };
};

export const Gemm = operator({
  type: "Gemm",
  infer,
  vjp: back,
  parameters,
  explicit,
  layers: (node) => (dependsOnInput(node.inputs[0]) !== dependsOnInput(node.inputs[1]) ? ["Linear"] : []),
  sign: (node, [a = "unknown", b = "unknown", addend = "unknown"]) => {
    const [alpha, beta] = [floatOf(node, "alpha", 1), floatOf(node, "beta", 1)].map(signOfNumber);
    const product = signOfProduct([a, b, alpha ?? "unknown"]);
    return node.inputs[2] === undefined ? product : signOfSum([product, signOfProduct([addend, beta ?? "unknown"])]);
  },
});

interface GemmOptions {
  readonly alpha?: number;
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly addend?: Value;
}

/** α·A·B + addend on matrices, either of them transposed first. */
export const gemm = (
  a: Value,
  b: Value,
  { alpha = 1, transA = false, transB = false, addend }: GemmOptions = {},
): Value =>
  apply(Gemm, addend ? [a, b, addend] : [a, b], {
    ...(alpha !== 1 && { alpha: float(alpha) }),
    ...(transA && { transA: int(1) }),
    ...(transB && { transB: int(1) }),
  });
