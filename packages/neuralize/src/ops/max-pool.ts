import { ints, intsOf } from "../graph/attributes.ts";
import { apply, outputOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, rankOf, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { NodeDraft, TensorType, Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { equal } from "./comparison.ts";
import { max } from "./extremum.ts";
import { mul } from "./mul.ts";
import { pooledShape } from "./pooled-shape.ts";
import { sub } from "./sub.ts";
import { windowsOf } from "./window.ts";
import { placesAlong, scatteredAlong, standApart, type WindowsAlong, windowsAlong } from "./window-places.ts";

function infer(draft: NodeDraft): readonly TensorType[] {
  const { type, shape } = operandType(draft, 0);
  const sizes = pooledShape(draft, shape);
  return [
    { type, shape: sizes },
    { type: "int64" as const, shape: sizes },
  ].slice(0, draft.outputCount);
}

/** Each window's gradient to the first of its places that attains the largest; the last place gets what remains. */
function shares(places: readonly Value[], largest: Value, gradient: Value): readonly Value[] {
  let rest = gradient;
  return places.map((place, i) => {
    if (i === places.length - 1) return rest;
    const own = mul(rest, cast(equal(place, largest), typeOf(rest).type));
    rest = sub(rest, own);
    return own;
  });
}

/** The largest of each window along one axis: a pool where windows overlap, else a maximum of what was cut anyway. */
function pooledAlong(x: Value, places: readonly Value[], windows: WindowsAlong): Value {
  const { axis, before, size, kernel, dilation, stride, count } = windows;
  if (standApart(windows) || dilation > 1) return places.reduce((a, b) => max(a, b));
  const ones = Array.from({ length: rankOf(x) - 2 }, () => 1);
  const zeros = ones.map(() => 0);
  const after = Math.max(0, (count - 1) * stride + kernel - before - size);
  return apply(MaxPool, [x], {
    kernel_shape: ints(ones.with(axis - 2, kernel)),
    strides: ints(ones.with(axis - 2, stride)),
    pads: ints([...zeros.with(axis - 2, before), ...zeros.with(axis - 2, after)]),
  });
}

/**
 * The first maximum in row-major order is the first in the first row that attains it: one axis is pooled after the
 * other, the last one first, and each of these pools has a way back that compares whole rows. Much cheaper than to look
 * at every place of every window, and exact.
 */
function back(x: Value, axes: readonly WindowsAlong[], pooled: Value, gradient: Value): Value {
  const last = axes.at(-1);
  if (last === undefined) return gradient;
  const places = placesAlong(x, last, scalarLike(x, Number.NEGATIVE_INFINITY));
  const others = axes.slice(0, -1);
  const largest = others.length === 0 ? pooled : pooledAlong(x, places, last);
  return scatteredAlong(shares(places, largest, back(largest, others, pooled, gradient)), last);
}

/** The largest of each window. The second output, places of the maxima, carries no gradient. */
export const MaxPool = operator({
  type: "MaxPool",
  infer,
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    if (gradient === undefined || x === undefined) return undefined;
    const windows = windowsOf(node, intsOf(node, "kernel_shape") ?? [], shapeOf(x)?.slice(2));
    return back(x, windowsAlong(node, windows, x, outputOf(node)), outputOf(node), gradient);
  },
  layers: () => ["MaxPool"],
  sign: signOfFirst,
  moves: () => true,
});
