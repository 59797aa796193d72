import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf } from "../graph/attributes.ts";
import { integers, node, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis, rankOf, sumOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { concat } from "./concat.ts";
import { knownDimensions } from "./known-integers.ts";
import { mul } from "./mul.ts";

/** Sizes of the parts: given, or equal with a smaller last one. */
function sizesOf(draft: Pick<Node, "inputs">, size: Dimension | undefined, parts: number): readonly Dimension[] {
  const given = knownDimensions(draft.inputs[1]);
  if (given !== undefined) {
    const whole = sumOf(given);
    if (given.length !== parts || (typeof size === "number" && typeof whole === "number" && size !== whole))
      throw shapeMismatch("Split", `${size} is cut into ${parts} parts of the sizes [${given.join(", ")}]`);
    return given;
  }
  if (typeof size !== "number") return Array.from({ length: parts }, (_, i) => `split(${size},${i})`);
  const each = Math.ceil(size / parts);
  return Array.from({ length: parts }, (_, i) => Math.max(0, Math.min(each, size - i * each)));
}

function infer(draft: NodeDraft): readonly TensorType[] {
  const { type, shape, integers: known } = operandType(draft, 0);
  if (shape === undefined) return Array.from({ length: draft.outputCount }, () => ({ type, shape: undefined }));
  const axis = positiveAxis(intOf(draft, "axis", 0), shape.length);
  let start = 0;
  return sizesOf(draft, shape[axis], draft.outputCount).map((part) => {
    const from = start;
    start += Number(part);
    const integers =
      known && shape.length === 1 && typeof part === "number" ? known.slice(from, from + part) : undefined;
    return { type, shape: shape.map((size, i) => (i === axis ? part : size)), ...(integers && { integers }) };
  });
}

/** Concatenated gradients; a part that got none contributes zeros. */
function back(node: Node, gradients: readonly (Value | undefined)[], operand: number): Value | undefined {
  if (operand !== 0 || gradients.every((gradient) => gradient === undefined)) return undefined;
  const axis = positiveAxis(intOf(node, "axis", 0), rankOf(node.inputs[0] as Value));
  return concat(
    node.values.map((value, i) => gradients[i] ?? mul(value, scalarLike(value, 0))),
    axis,
  );
}

export const Split = operator({ type: "Split", infer, vjp: back, sign: signOfFirst, moves: () => true });

/** x cut along an axis into parts of the given sizes. */
export const split = (x: Value, sizes: readonly number[], axis: number): readonly Value[] =>
  node(Split, [x, integers(sizes)], { axis: int(axis) }, { outputCount: sizes.length }).values;
