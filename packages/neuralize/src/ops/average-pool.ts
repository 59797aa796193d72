import { shapeMismatch } from "../errors/messages.ts";
import { intOf, intsOf } from "../graph/attributes.ts";
import { constant, integers, nameOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { float32, float64 } from "../graph/tensor.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { div } from "./div.ts";
import { expand } from "./expand.ts";
import { mul } from "./mul.ts";
import { spread } from "./spread.ts";
import { type AxisWindow, isCeil, windowCount, windowsOf } from "./window.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape } = operandType(draft, 0);
  const kernel = intsOf(draft, "kernel_shape") ?? [];
  if (shape === undefined) return [{ type, shape: undefined }];
  if (shape.length !== kernel.length + 2)
    throw shapeMismatch("AveragePool", `its data has ${shape.length} axes and its kernel ${kernel.length}`);
  const windows = windowsOf(draft, kernel, shape.slice(2));
  const sizes = shape.slice(2).map((size, i): Dimension => windowCount(size, windows[i] as AxisWindow, isCeil(draft)));
  return [{ type, shape: [...shape.slice(0, 2), ...sizes] }];
}

/** How many places each window of an axis averages: those inside the data, or inside data and padding. */
function placesPerWindow(axis: AxisWindow, size: number, count: number, padded: boolean): readonly number[] {
  const [before, after] = [axis.before ?? 0, axis.after ?? 0];
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
  const kernel = intsOf(node, "kernel_shape") ?? [];
  const sizes = shapeOf(x) ?? [];
  const windows = windowsOf(node, kernel, sizes.slice(2));
  const counts = (shapeOf(gradient) ?? []).slice(2);
  const [channels, ...spatial] = sizes.slice(1);
  if (typeof channels !== "number" || [...spatial, ...counts].some((size) => typeof size !== "number"))
    throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
  const shares = div(gradient, places(node, x, windows, counts.map(Number)));
  const ones = expand(scalarLike(x, 1), integers([channels, 1, ...kernel]));
  return spread(shares, ones, { windows, channels, spatial: spatial.map(Number) });
}

/** The mean of each window. */
export const AveragePool = operator({
  type: "AveragePool",
  infer,
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    return gradient && x && back(node, gradient, x);
  },
  layers: () => ["AvgPool"],
  sign: signOfFirst,
  // Opset 19 brought dilations.
  since: (node) => (intsOf(node, "dilations") === undefined ? 0 : 19),
});
