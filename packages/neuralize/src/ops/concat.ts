import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf } from "../graph/attributes.ts";
import { apply, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis, rankOf, shapeOf, sumOf } from "../graph/shapes.ts";
import { signOfAny } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { slice } from "./slice.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const types = draft.inputs.map((_, i) => operandType(draft, i));
  const first = types[0] as TensorType;
  const shapes = types.map((type) => type.shape);
  if (first.shape === undefined || shapes.includes(undefined)) return [{ type: first.type, shape: undefined }];
  const axis = positiveAxis(intOf(draft, "axis", 0), first.shape.length);
  const shape = first.shape.map((size, i) => (i === axis ? sumOf(shapes.map((each) => each?.[axis] ?? 0)) : size));
  const parts = types.map((type) => type.integers);
  const known = parts.every((part): part is readonly Dimension[] => part !== undefined) ? parts.flat() : undefined;
  return [{ type: first.type, shape, ...(known !== undefined && shape.length === 1 && { integers: known }) }];
}

/** The slice of the gradient that belongs to one operand; its neighbours' sizes must be known. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  if (gradient === undefined) return undefined;
  const axis = positiveAxis(intOf(node, "axis", 0), rankOf(gradient));
  const sizes = node.inputs.map((value) => value && shapeOf(value)?.[axis]);
  const before = sizes
    .slice(0, operand)
    .reduce<number>((sum, size) => sum + (typeof size === "number" ? size : Number.NaN), 0);
  const own = sizes[operand];
  if (Number.isNaN(before) || typeof own !== "number") {
    throw shapeMismatch(nameOf(node), "the sizes of its inputs along its axis must be known for the way back");
  }
  return slice(gradient, [before], [before + own], [axis]);
}

export const Concat = operator({
  type: "Concat",
  infer,
  vjp: back,
  sign: (_, signs) => signOfAny(signs),
  moves: () => true,
});

export const concat = (values: readonly Value[], axis: number): Value => apply(Concat, values, { axis: int(axis) });
