import { shapeMismatch } from "../errors/messages.ts";
import { intOf, intsOf } from "../graph/attributes.ts";
import { constant, nameOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { requireFewPlaces } from "../graph/places.ts";
import { operandType, shapeOf, staticShape } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { float32, float64 } from "../graph/tensor.ts";
import type { Node, Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { pooledShape } from "./pooled-shape.ts";
import { spreadEvenly } from "./spread-evenly.ts";
import { type AxisWindow, windowsOf } from "./window.ts";

/** How many places each window of an axis averages: those inside the data, or inside data and padding. */
function placesPerWindow(axis: AxisWindow, size: number, count: number, padded: boolean): readonly number[] {
  const [before, after] = [axis.before ?? 0, axis.after ?? 0];
  requireFewPlaces(count * axis.kernel, "The way back of an AveragePool");
  const [least, most] = padded ? [-before, size + after] : [0, size];
  return Array.from({ length: count }, (_, window) => {
    const start = window * axis.stride - before;
    return Array.from({ length: axis.kernel }, (_, k) => start + k * axis.dilation).filter(
      (place) => place >= least && place < most,
    ).length;
  });
}

/** The number of places that each output averages: one number, or one factor per axis that broadcasts. */
function places(node: Node, x: Value, windows: readonly AxisWindow[], counts: readonly number[]): Value {
  const padded = intOf(node, "count_include_pad", 0) === 1;
  const sizes = shapeOf(x)?.slice(2) ?? [];
  const factors = windows.map((axis, i) => placesPerWindow(axis, Number(sizes[i]), counts[i] ?? 0, padded));
  const { type } = typeOf(x);
  return factors.reduce<Value>(
    (product, each, i) => {
      const [first = 1] = each;
      if (each.every((number) => number === first)) return first === 1 ? product : mul(product, scalarLike(x, first));
      const shape = [1, 1, ...windows.map((_, axis) => (axis === i ? each.length : 1))];
      const vector = type === "float64" ? constant(float64(each, shape)) : cast(constant(float32(each, shape)), type);
      return mul(product, vector);
    },
    scalarLike(x, 1),
  );
}

/** Every output's share spread evenly over its window. */
function back(node: Node, gradient: Value, x: Value): Value {
  const spatial = shapeOf(x)?.slice(2);
  const counts = staticShape(shapeOf(gradient)?.slice(2));
  if (counts === undefined) throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
  const windows = windowsOf(node, intsOf(node, "kernel_shape") ?? [], spatial);
  return spreadEvenly(node, div(gradient, places(node, x, windows, counts)), x);
}

/** The mean of each window. */
export const AveragePool = operator({
  type: "AveragePool",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    return [{ type, shape: pooledShape(draft, shape) }];
  },
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    return gradient && x && back(node, gradient, x);
  },
  layers: () => ["AvgPool"],
  sign: signOfFirst,
  // Opset 19 brought dilations.
  since: (node) => (intsOf(node, "dilations") === undefined ? 0 : 19),
});
