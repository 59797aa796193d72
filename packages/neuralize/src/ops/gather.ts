import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf } from "../graph/attributes.ts";
import { apply, constant, constantOf, integers, nameOf, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { placesUpTo } from "../graph/places.ts";
import { operandType, positiveAxis, rankOf, shapeOf, staticShape } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { type DataType, int64, numbersOf } from "../graph/tensor.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { add } from "./add.ts";
import { alongAxis } from "./along-axis.ts";
import { cast } from "./cast.ts";
import { equal } from "./comparison.ts";
import { concat } from "./concat.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import { Shape } from "./shape.ts";
import { unsqueeze } from "./squeeze.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape, integers: known } = operandType(draft, 0);
  const indices = operandType(draft, 1);
  if (shape === undefined || indices.shape === undefined) return [{ type, shape: undefined }];
  const axis = positiveAxis(intOf(draft, "axis", 0), shape.length);
  const sizes = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  const vector = shape.length === 1 ? known : undefined;
  const picked =
    vector &&
    indices.integers?.map((index) => vector[Number(index) < 0 ? Number(index) + vector.length : Number(index)]);
  return [
    {
      type,
      shape: sizes,
      ...(picked?.every((size): size is Dimension => size !== undefined) && { integers: picked }),
    },
  ];
}

/** Distinct constant indices are gathered back; others meet a 0/1 matrix, indices × size, that adds what was taken twice. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [x, indices] = node.inputs;
  if (gradient === undefined || x === undefined || indices === undefined || operand !== 0) return undefined;
  const axis = positiveAxis(intOf(node, "axis", 0), rankOf(x));
  const size = shapeOf(x)?.[axis];
  if (typeof size !== "number")
    throw shapeMismatch(nameOf(node), "the size of its axis must be known for the way back");
  const tensor = constantOf(indices);
  const known = tensor && numbersOf(tensor).map((index) => positiveAxis(index, size));
  if (known && tensor.shape.length === 1 && new Set(known).size === known.length)
    return ungathered(gradient, known, size, axis);
  const flat = withFlatAxis(gradient, axis, rankOf(indices));
  if (known) return alongAxis(flat, selection(known, size, typeOf(gradient).type), axis);
  // 32 bits, for GPUs do not compare 64.
  const column = reshape(cast(indices, "int32"), integers([-1, 1]));
  const { type } = typeOf(gradient);
  // An index that is not known may count from the end. Not Or, which GPUs lack: never do both hold.
  const at = (places: readonly number[]): Value => cast(equal(column, cast(row(places), "int32")), type);
  return alongAxis(flat, add(at(range(size)), at(range(size).map((place) => place - size))), axis);
}

/** The 0/1 matrix [indices, size] with which an axis goes back to where its elements were taken from. */
export const selection = (indices: readonly number[], size: number, type: DataType): Value =>
  cast(equal(constant(int64(indices, [indices.length, 1])), row(range(size))), type);

const row = (values: readonly number[]): Value => constant(int64(values, [1, values.length]));
const range = (length: number): readonly number[] => placesUpTo(length, "The way back of what takes single places");

/** A scalar index removes its axis, several dimensions of indices spread it: one axis of all of them in its place. */
function withFlatAxis(gradient: Value, axis: number, indexRank: number): Value {
  if (indexRank === 1) return gradient;
  if (indexRank === 0) return unsqueeze(gradient, [axis]);
  const next = axis + indexRank;
  const sizes = staticShape(shapeOf(gradient)?.slice(next));
  const after = sizes ? integers(sizes) : apply(Shape, [gradient], { start: int(next) });
  return reshape(gradient, concat([integers([...range(axis).map(() => 0), -1]), after], 0));
}

/** The way back from `indices`, all different, of an axis of `size`: every place gets its own, or a zero. */
export function ungathered(gradient: Value, indices: readonly number[], size: number, axis: number): Value {
  const position = new Map(indices.map((index, i) => [index, i]));
  const rank = rankOf(gradient);
  // One zero behind the last.
  const zero = range(2 * rank).map((i) => (i === rank + axis ? 1 : 0));
  const padded = position.size === size ? gradient : pad(gradient, zero);
  return gather(padded, constant(int64(range(size).map((place) => position.get(place) ?? indices.length))), axis);
}

export const Gather = operator({ type: "Gather", infer, vjp: back, sign: signOfFirst, moves: () => true });

/** The slices of x at `indices` along an axis. */
export const gather = (x: Value, indices: Value, axis: number): Value =>
  apply(Gather, [x, indices], { axis: int(axis) });
