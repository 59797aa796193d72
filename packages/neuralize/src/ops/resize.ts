import { shapeMismatch } from "../errors/messages.ts";
import { intsOf, stringOf } from "../graph/attributes.ts";
import { knownNumbers } from "../graph/known-numbers.ts";
import { apply, constant, integers, nameOf, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { placesUpTo } from "../graph/places.ts";
import { operandType, positiveAxis, type Shape, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { float32 } from "../graph/tensor.ts";
import type { Dimension, Node, Value } from "../graph/value.ts";
import { alongAxis } from "./along-axis.ts";
import { cast } from "./cast.ts";
import { selection } from "./gather.ts";
import { knownDimensions } from "./known-integers.ts";
import { transpose } from "./transpose.ts";

type Resized = Pick<Node, "inputs" | "attributes">;

/** What becomes of one axis: its new size, by a factor where one is given, within a region for crops. */
interface Axis {
  readonly size: Dimension;
  readonly scale: number | undefined;
  readonly region: readonly [number, number] | undefined;
}

const isCrop = (node: Resized): boolean =>
  stringOf(node, "coordinate_transformation_mode", "half_pixel") === "tf_crop_and_resize";

const numbersIn = (value: Value | undefined): readonly number[] | undefined => {
  const numbers = knownNumbers(value);
  // Files of opset 11 and 12 leave out scales by an empty tensor.
  return numbers?.length === 0 ? undefined : numbers;
};

/** Per axis what becomes of it; undefined where neither scales nor sizes are known at compile time. */
function axesOf(node: Resized, shape: Shape): readonly Axis[] | undefined {
  const [, roi, scalesInput, sizesInput] = node.inputs;
  const scales = numbersIn(scalesInput);
  const sizes = sizesInput && knownDimensions(sizesInput);
  if (scales === undefined && sizes === undefined) return undefined;
  const order = intsOf(node, "axes")?.map((axis) => positiveAxis(axis, shape.length)) ?? shape.map((_, i) => i);
  const regions = isCrop(node) ? numbersIn(roi) : undefined;
  const kept = sizes && keptRatio(node, order, shape, sizes);
  return shape.map((size, axis) => {
    const at = order.indexOf(axis);
    if (at < 0) return { size, scale: 1, region: undefined };
    const region = regions && ([regions[at] ?? 0, regions[at + order.length] ?? 1] as const);
    if (scales === undefined) return { size: kept?.[at] ?? size, scale: undefined, region };
    const scale = scales[at] ?? 1;
    const scaled = typeof size === "number" ? Math.floor(Math.fround(size * scale)) : `resize(${size},${scale})`;
    return { size: scale === 1 ? size : scaled, scale, region };
  });
}

/** The sizes that result where the ratio of the sides is to be kept; each a name where not all sizes are known. */
function keptRatio(node: Resized, order: readonly number[], shape: Shape, sizes: Shape): Shape {
  const policy = stringOf(node, "keep_aspect_ratio_policy", "stretch");
  if (policy === "stretch") return sizes;
  const scales = order.map((axis, at) => Number(sizes[at]) / Number(shape[axis]));
  const scale = policy === "not_larger" ? Math.min(...scales) : Math.max(...scales);
  return order.map((axis) =>
    Number.isNaN(scale) ? `resize(${shape[axis]})` : Math.round(scale * Number(shape[axis])),
  );
}

const isKept = ({ size, scale, region }: Axis, before: Dimension): boolean =>
  (region === undefined || (region[0] === 0 && region[1] === 1)) &&
  (scale === undefined ? size === before : scale === 1);

/** What the engine makes of the identity, [size, new size]: the matrix by which one axis is resized. */
function matrixOf(node: Node, before: number, { size, scale, region }: Axis): Value {
  const { axes: _, keep_aspect_ratio_policy: __, extrapolation_value: ___, ...attributes } = node.attributes;
  const places = placesUpTo(before, `The way back of ${nameOf(node)}`);
  const roi = region && constant(float32([0, region[0], 1, region[1]]));
  const identity = selection(places, before, "float32");
  return scale === undefined
    ? apply(Resize, [identity, roi, undefined, integers([before, Number(size)])], attributes)
    : apply(Resize, [identity, roi, constant(float32([1, scale]))], attributes);
}

/** Axes are resized independently of each other, so each goes back by the transpose of its matrix. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const x = node.inputs[0];
  const shape = x && shapeOf(x);
  if (gradient === undefined || operand !== 0) return undefined;
  const axes = shape && axesOf(node, shape);
  if (shape === undefined || axes === undefined || (isCrop(node) && numbersIn(node.inputs[1]) === undefined))
    throw shapeMismatch(nameOf(node), "its scales or sizes must be known for the way back");
  if (stringOf(node, "keep_aspect_ratio_policy", "stretch") !== "stretch")
    throw shapeMismatch(nameOf(node), "the way back of a keep_aspect_ratio_policy is not supported");
  return axes.reduce((result, axis, i) => {
    const before = shape[i] ?? 1;
    if (isKept(axis, before)) return result;
    if (typeof before !== "number" || typeof axis.size !== "number")
      throw shapeMismatch(nameOf(node), `the size of axis ${i} must be known for the way back`);
    return alongAxis(result, transpose(cast(matrixOf(node, before, axis), typeOf(gradient).type), [1, 0]), i);
  }, gradient);
}

/** x with other sizes of its axes: the nearest element, or linear or cubic interpolation. */
export const Resize = operator({
  type: "Resize",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    const axes = shape && axesOf(draft, shape);
    return [{ type, shape: shape?.map((size, i) => axes?.[i]?.size ?? `resize(${size})`) }];
  },
  vjp: back,
  // Cubic interpolation overshoots.
  sign: (node, signs) =>
    isCrop(node) || stringOf(node, "mode", "nearest") === "cubic" ? "unknown" : signOfFirst(node, signs),
  moves: (node) => !isCrop(node) && stringOf(node, "mode", "nearest") === "nearest",
  since: (node) => (stringOf(node, "coordinate_transformation_mode", "") === "half_pixel_symmetric" ? 19 : 0),
});
