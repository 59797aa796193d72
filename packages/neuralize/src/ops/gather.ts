import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf } from "../graph/attributes.ts";
import { apply, constant, constantOf, integers, nameOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis, rankOf, shapeOf } from "../graph/shapes.ts";
import { int64, numbersOf } from "../graph/tensor.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { equal } from "./comparison.ts";
import { concat } from "./concat.ts";
import { matMul } from "./matmul.ts";
import { mul } from "./mul.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { transpose } from "./transpose.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape, integers: known } = operandType(draft, 0);
  const indices = operandType(draft, 1);
  if (shape === undefined || indices.shape === undefined) return [{ type, shape: undefined }];
  const axis = positiveAxis(intOf(draft, "axis", 0), shape.length);
  const sizes = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  const picked =
    known && indices.integers?.map((index) => known[Number(index) < 0 ? Number(index) + known.length : Number(index)]);
  return [
    {
      type,
      shape: sizes,
      ...(picked?.every((size): size is Dimension => size !== undefined) && { integers: picked }),
    },
  ];
}

/**
 * Distinct constant indices: the gradient is gathered back from its own columns, with a column of zeros for what was
 * not taken. Otherwise a 0/1 matrix, indices × size, adds up what was taken twice.
 */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [x, indices] = node.inputs;
  if (gradient === undefined || x === undefined || indices === undefined || operand !== 0) return undefined;
  const rank = rankOf(x);
  const axis = positiveAxis(intOf(node, "axis", 0), rank);
  const size = shapeOf(x)?.[axis];
  if (typeof size !== "number")
    throw shapeMismatch(nameOf(node), "the size of its axis must be known for the way back");
  const tensor = constantOf(indices);
  const known = tensor && numbersOf(tensor).map((index) => positiveAxis(index, size));
  if (known && tensor.shape.length === 1 && new Set(known).size === known.length) {
    const place = new Map(known.map((index, position) => [index, position]));
    const zeros = mul(slice(gradient, [0], [1], [axis]), scalarLike(gradient, 0));
    const inverse = Array.from({ length: size }, (_, index) => place.get(index) ?? known.length);
    return gather(place.size === size ? gradient : concat([gradient, zeros], axis), constant(int64(inverse)), axis);
  }
  const type = typeOf(gradient).type;
  const flat = reshape(indices, integers([-1, 1]));
  const wrapped = known ? constant(int64(known, [known.length, 1])) : flat;
  const taken = cast(
    equal(
      wrapped,
      constant(
        int64(
          Array.from({ length: size }, (_, i) => i),
          [1, size],
        ),
        undefined,
      ),
    ),
    type,
  );
  const last = [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis];
  // A scalar index removes the axis, more than one dimension of indices spreads it: one flat axis in its place.
  const before = (shapeOf(x) ?? []).slice(0, axis);
  const after = (shapeOf(x) ?? []).slice(axis + 1);
  const shape = [
    ...before.map((each, i) => (typeof each === "number" ? each : i === 0 ? 0 : -1)),
    -1,
    ...after.map(Number),
  ];
  const indexRank = (shapeOf(indices) ?? []).length;
  const flattened = indexRank === 1 ? gradient : reshape(gradient, integers(shape));
  const summed = matMul(transpose(flattened, last), taken);
  return transpose(
    summed,
    last.map((_, i) => last.indexOf(i)),
  );
}

export const Gather = operator({ type: "Gather", infer, vjp: back });

/** The slices of x at `indices` along an axis. */
export const gather = (x: Value, indices: Value, axis: number): Value =>
  apply(Gather, [x, indices], { axis: int(axis) });
