import { shapeMismatch } from "../errors/messages.ts";
import { intsOf } from "../graph/attributes.ts";
import { constant, integers, nameOf, outputOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { elementCount, float32, float64 } from "../graph/tensor.ts";
import type { Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { and, equal, not, or } from "./comparison.ts";
import { concat } from "./concat.ts";
import { expand } from "./expand.ts";
import { pad } from "./pad.ts";
import { pooledShape } from "./pooled-shape.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { spread } from "./spread.ts";
import { unsqueeze } from "./squeeze.ts";
import { where } from "./where.ts";
import { type AxisWindow, extentOf, windowsOf } from "./window.ts";

function infer(draft: NodeDraft): readonly TensorType[] {
  const { type, shape } = operandType(draft, 0);
  const sizes = pooledShape(draft, shape);
  return [
    { type, shape: sizes },
    { type: "int64" as const, shape: sizes },
  ].slice(0, draft.outputCount);
}

/** All places of a kernel, in row-major order. */
const offsetsOf = (kernel: readonly number[]): readonly (readonly number[])[] =>
  kernel.reduce<readonly (readonly number[])[]>(
    (offsets, size) => offsets.flatMap((offset) => Array.from({ length: size }, (_, i) => [...offset, i])),
    [[]],
  );

/** The data with −∞ around it, as far as windows reach. */
function surrounded(
  x: Value,
  windows: readonly AxisWindow[],
  spatial: readonly number[],
  counts: readonly number[],
): Value {
  const before = windows.map((axis) => axis.before ?? 0);
  const after = windows.map((axis, i) => {
    const reach = ((counts[i] ?? 1) - 1) * axis.stride + extentOf(axis);
    return Math.max(0, reach - (before[i] ?? 0) - (spatial[i] ?? 0));
  });
  if ([...before, ...after].every((amount) => amount === 0)) return x;
  return pad(x, [0, 0, ...before, 0, 0, ...after], scalarLike(x, Number.NEGATIVE_INFINITY));
}

/** 1 where channel c·k + i meets place i of the kernel: [channels · k, 1, ...kernel]. */
function oneHotKernels(x: Value, channels: number, kernel: readonly number[]): Value {
  const count = elementCount(kernel);
  const identity = Array.from({ length: count * count }, (_, i) => Number(i % (count + 1) === 0));
  const shape = [1, count, 1, ...kernel];
  const { type } = typeOf(x);
  const one = type === "float64" ? constant(float64(identity, shape)) : cast(constant(float32(identity, shape)), type);
  // Repeated per channel by the runtime, so that the file does not hold it.
  return reshape(expand(one, integers([channels, count, 1, ...kernel])), integers([channels * count, 1, ...kernel]));
}

/** The gradient of every window goes to the first place, in row-major order, that attains its maximum. */
function back(node: Node, gradient: Value, x: Value): Value {
  const kernel = intsOf(node, "kernel_shape") ?? [];
  const sizes = shapeOf(x) ?? [];
  const windows = windowsOf(node, kernel, sizes.slice(2));
  const counts = (shapeOf(gradient) ?? []).slice(2);
  const [channels, ...spatial] = sizes.slice(1);
  if (typeof channels !== "number" || [...spatial, ...counts].some((size) => typeof size !== "number"))
    throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
  const places = { windows, channels, spatial: spatial.map(Number) };
  const known = surrounded(x, windows, places.spatial, counts.map(Number));
  const zero = scalarLike(gradient, 0);
  const axes = kernel.map((_, i) => i + 2);
  let taken: Value | undefined;
  const shares = offsetsOf(kernel).map((offset) => {
    const starts = offset.map((place, i) => place * (windows[i]?.dilation ?? 1));
    const ends = starts.map((start, i) => start + (Number(counts[i]) - 1) * (windows[i]?.stride ?? 1) + 1);
    const steps = windows.map(({ stride }) => stride);
    const attains = equal(slice(known, starts, ends, axes, steps), outputOf(node));
    const first = taken === undefined ? attains : and(attains, not(taken));
    taken = taken === undefined ? attains : or(taken, attains);
    return unsqueeze(where(first, gradient, zero), [2]);
  });
  const joined = shares.length === 1 ? (shares[0] as Value) : concat(shares, 2);
  const flat = reshape(joined, integers([0, channels * shares.length, ...counts.map(Number)]));
  return spread(flat, oneHotKernels(x, channels, kernel), places);
}

/** The largest of each window. The second output, places of the maxima, carries no gradient. */
export const MaxPool = operator({
  type: "MaxPool",
  infer,
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    return gradient && x && back(node, gradient, x);
  },
  layers: () => ["MaxPool"],
  sign: signOfFirst,
  moves: () => true,
});
