import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf } from "../graph/attributes.ts";
import { apply, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import {
  compatibleShapes,
  operandType,
  positiveAxis,
  rankOf,
  type Shape,
  shapeOf,
  showShape,
  sumOf,
} from "../graph/shapes.ts";
import { signOfAny } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { slice } from "./slice.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const types = draft.inputs.map((_, i) => operandType(draft, i));
  const first = operandType(draft, 0);
  const shapes = types.map((type) => type.shape);
  if (first.shape === undefined || shapes.includes(undefined)) return [{ type: first.type, shape: undefined }];
  const axis = positiveAxis(intOf(draft, "axis", 0), first.shape.length);
  const unlike = shapes.find((each) => !compatibleShapes(each, withSize(first.shape ?? [], axis, each?.[axis] ?? 0)));
  if (unlike !== undefined)
    throw shapeMismatch("Concat", `${showShape(first.shape)} and ${showShape(unlike)} differ beside axis ${axis}`);
  const shape = withSize(first.shape, axis, sumOf(shapes.map((each) => each?.[axis] ?? 0)));
  const parts = types.map((type) => type.integers);
  const known = parts.every((part): part is readonly Dimension[] => part !== undefined) ? parts.flat() : undefined;
  return [{ type: first.type, shape, ...(known !== undefined && shape.length === 1 && { integers: known }) }];
}

const withSize = (shape: Shape, axis: number, size: Dimension): Shape =>
  shape.map((own, i) => (i === axis ? size : own));

/** Where each operand begins along the axis, and where the last ends; NaN behind a size that is not known. */
function placesOf(node: Node, axis: number): readonly number[] {
  const known = places.get(node);
  if (known !== undefined) return known;
  let end = 0;
  const ends = node.inputs.map((value) => {
    const size = value && shapeOf(value)?.[axis];
    end += typeof size === "number" ? size : Number.NaN;
    return end;
  });
  places.set(node, [0, ...ends]);
  return [0, ...ends];
}

// Every operand asks, and there may be thousands.
const places = new WeakMap<Node, readonly number[]>();

/** The slice of the gradient that belongs to one operand; its neighbours' sizes must be known. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  if (gradient === undefined) return undefined;
  const axis = positiveAxis(intOf(node, "axis", 0), rankOf(gradient));
  const [from, to] = placesOf(node, axis).slice(operand, operand + 2);
  if (from === undefined || to === undefined || Number.isNaN(to)) {
    throw shapeMismatch(nameOf(node), "the sizes of its inputs along its axis must be known for the way back");
  }
  return slice(gradient, [from], [to], [axis]);
}

export const Concat = operator({
  type: "Concat",
  infer,
  vjp: back,
  sign: (_, signs) => signOfAny(signs),
  moves: () => true,
});

export const concat = (values: readonly Value[], axis: number): Value => apply(Concat, values, { axis: int(axis) });
