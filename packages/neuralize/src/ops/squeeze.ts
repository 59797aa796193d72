import { shapeMismatch } from "../errors/messages.ts";
import { apply, integers } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { knownIntegers } from "./known-integers.ts";
import { reshapeLike } from "./reshape.ts";

const back = (node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined =>
  gradient && operand === 0 && node.inputs[0] ? reshapeLike(gradient, node.inputs[0]) : undefined;

function inferSqueeze(draft: NodeDraft): readonly [TensorType] {
  const { type, shape, integers: known } = operandType(draft, 0);
  const given = knownIntegers(draft.inputs[1]);
  if (shape === undefined || (draft.inputs[1] && given === undefined)) return [{ type, shape: undefined }];
  const axes = given?.map((axis) => positiveAxis(axis, shape.length));
  const wide = axes?.find((axis) => typeof shape[axis] === "number" && shape[axis] !== 1);
  if (wide !== undefined) throw shapeMismatch("Squeeze", `axis ${wide} has the size ${shape[wide]}, not 1`);
  return [
    {
      type,
      shape: shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))),
      ...(known !== undefined && { integers: known }),
    },
  ];
}

function inferUnsqueeze(draft: NodeDraft): readonly [TensorType] {
  const { type, shape, integers: known } = operandType(draft, 0);
  const given = knownIntegers(draft.inputs[1]);
  if (shape === undefined || given === undefined) return [{ type, shape: undefined }];
  const rank = shape.length + given.length;
  const axes = given.map((axis) => positiveAxis(axis, rank));
  if (new Set(axes).size < axes.length)
    throw shapeMismatch("Unsqueeze", `the axes [${given.join(", ")}] are not different`);
  const rest = [...shape];
  return [
    {
      type,
      shape: Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? 1))),
      ...(known !== undefined && { integers: known }),
    },
  ];
}

export const Squeeze = operator({
  type: "Squeeze",
  infer: inferSqueeze,
  vjp: back,
  sign: signOfFirst,
  moves: () => true,
});
export const Unsqueeze = operator({
  type: "Unsqueeze",
  infer: inferUnsqueeze,
  vjp: back,
  sign: signOfFirst,
  moves: () => true,
});

/** x without the given axes, which have size 1. */
export const squeeze = (x: Value, axes: readonly number[]): Value => apply(Squeeze, [x, integers(axes)]);
/** x with axes of size 1 at the given places of the result. */
export const unsqueeze = (x: Value, axes: readonly number[]): Value => apply(Unsqueeze, [x, integers(axes)]);
