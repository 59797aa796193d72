import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf, ints } from "../graph/attributes.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { apply, integers, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, type Shape, shapeOf, staticShape } from "../graph/shapes.ts";
import { signOfProduct, signOfSum } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { convTranspose } from "./conv-transpose.ts";
import { flipped } from "./flipped.ts";
import { channelSums } from "./per-channel.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { transpose } from "./transpose.ts";
import { type AxisWindow, extentOf, windowCount, windowsOf } from "./window.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape } = operandType(draft, 0);
  const weight = operandType(draft, 1).shape;
  const kernel = staticShape(weight?.slice(2));
  if (shape === undefined || weight === undefined) return [{ type, shape: undefined }];
  if (shape.length !== weight.length)
    throw shapeMismatch("Conv", `its data has ${shape.length} axes and its weight ${weight.length}`);
  const [channels, perGroup] = [shape[1], weight[1]];
  if (typeof channels === "number" && typeof perGroup === "number" && channels !== perGroup * intOf(draft, "group", 1))
    throw shapeMismatch(
      "Conv",
      `its data has ${channels} channels, its weight takes ${perGroup} in ${intOf(draft, "group", 1)} groups`,
    );
  const spatial = shape.slice(2);
  const windows = kernel && windowsOf(draft, kernel, spatial);
  const sizes = spatial.map((size, i): Dimension => {
    const axis = windows?.[i];
    return axis === undefined ? `windows(${size})` : windowCount(size, axis);
  });
  return [{ type, shape: [shape[0] ?? 1, weight[0] ?? 1, ...sizes] }];
}

interface Geometry {
  readonly windows: readonly (AxisWindow & { readonly before: number; readonly after: number })[];
  readonly groups: number;
  readonly spatial: Shape;
}

function geometryOf(node: Node): Geometry {
  const [x, weight] = node.inputs;
  const spatial = x && shapeOf(x)?.slice(2);
  const kernel = weight && staticShape(shapeOf(weight)?.slice(2));
  if (spatial === undefined || kernel === undefined)
    throw shapeMismatch(nameOf(node), "its rank and the size of its kernel must be known for the way back");
  const windows = windowsOf(node, kernel, spatial).map((axis) => {
    const { before, after } = axis;
    if (before === undefined || after === undefined)
      throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
    return { ...axis, before, after };
  });
  return { windows, groups: intOf(node, "group", 1), spatial };
}

/** ∂/∂x: a convolution with the mirrored kernel for steps of 1 (faster than ConvTranspose), else ConvTranspose. */
function backToData(node: Node, gradient: Value, weight: Value): Value {
  const { windows, groups, spatial } = geometryOf(node);
  const back = windows.every(({ stride }) => stride === 1) ? flipped(weight, groups) : undefined;
  if (back !== undefined) return backByConv(gradient, back, windows, groups);
  const shape = shapeOf(gradient)?.slice(2) ?? [];
  const outputPadding = windows.map((axis, i) => {
    const [size, count] = [spatial[i], shape[i]];
    if (typeof size !== "number" || typeof count !== "number")
      throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
    return size - ((count - 1) * axis.stride + extentOf(axis) - axis.before - axis.after);
  });
  return convTranspose(gradient, weight, { windows, groups, outputPadding });
}

function backByConv(gradient: Value, weight: Value, windows: Geometry["windows"], groups: number): Value {
  const sides = windows.map((axis) => [extentOf(axis) - 1 - axis.before, extentOf(axis) - 1 - axis.after] as const);
  // Where more was padded than the kernel reaches, outputs at the border saw nothing of the data.
  const cut = sides.flatMap(([before, after], i) => (before < 0 || after < 0 ? [i] : []));
  const seen =
    cut.length === 0
      ? gradient
      : slice(
          gradient,
          cut.map((i) => Math.max(0, -(sides[i]?.[0] ?? 0))),
          cut.map((i) => Math.min(0, sides[i]?.[1] ?? 0) || 2 ** 31 - 1),
          cut.map((i) => i + 2),
        );
  const padded = windows.map((axis, i) => ({
    ...axis,
    before: Math.max(0, sides[i]?.[0] ?? 0),
    after: Math.max(0, sides[i]?.[1] ?? 0),
  }));
  return conv(seen, weight, { windows: padded, groups });
}

/** ∂/∂W: the data convolved with the gradient, batch and channels having changed places, steps and dilations too. */
function backToWeight(node: Node, gradient: Value, x: Value): Value {
  const { windows, groups } = geometryOf(node);
  const axes = windows.map((_, i) => i + 2);
  const exchanged = windows.map((axis) => ({ ...axis, stride: axis.dilation, dilation: axis.stride }));
  const data = groups === 1 ? transpose(x, [1, 0, ...axes]) : groupsAsChannels(node, x, groups);
  const full = conv(data, transpose(gradient, [1, 0, ...axes]), { windows: exchanged, groups });
  return slice(
    transpose(full, [1, 0, ...axes]),
    windows.map(() => 0),
    windows.map(({ kernel }) => kernel),
    axes,
  );
}

/** [N, G·c, ...] as [c, G·N, ...]: what a convolution in groups takes when batch and channels have changed places. */
function groupsAsChannels(node: Node, x: Value, groups: number): Value {
  const sizes = staticShape(shapeOf(x)?.slice(1));
  if (sizes === undefined) throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
  const [channels = 0, ...spatial] = sizes;
  const grouped = reshape(x, integers([-1, groups, channels / groups, ...spatial]));
  const order = [2, 1, 0, ...spatial.map((_, i) => i + 3)];
  return reshape(transpose(grouped, order), integers([channels / groups, -1, ...spatial]));
}

/** Convolution over 1 to 3 spatial axes: data [N, C, ...], weight [M, C/group, ...], bias [M]. */
export const Conv = operator({
  type: "Conv",
  infer,
  vjp: (node, [gradient], operand) => {
    const [x, weight] = node.inputs;
    if (gradient === undefined || x === undefined || weight === undefined) return undefined;
    if (operand === 0) return backToData(node, gradient, weight);
    if (operand === 1) return backToWeight(node, gradient, x);
    return channelSums(gradient);
  },
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: (node) => (dependsOnInput(node.inputs[0]) ? ["Convolution"] : []),
  sign: ({ inputs }, [x = "unknown", weight = "unknown", bias = "unknown"]) =>
    signOfSum([signOfProduct([x, weight]), inputs[2] === undefined ? "zero" : bias]),
});

interface ConvOptions {
  readonly windows: Geometry["windows"];
  readonly groups: number;
}

/** The convolution with these windows, without a bias. */
export const conv = (x: Value, weight: Value, { windows, groups }: ConvOptions): Value =>
  apply(Conv, [x, weight], {
    ...(groups > 1 && { group: int(groups) }),
    ...(windows.some(({ stride }) => stride > 1) && { strides: ints(windows.map(({ stride }) => stride)) }),
    ...(windows.some(({ dilation }) => dilation > 1) && { dilations: ints(windows.map(({ dilation }) => dilation)) }),
    ...(windows.some(({ before, after }) => before + after > 0) && {
      pads: ints([...windows.map(({ before }) => before), ...windows.map(({ after }) => after)]),
    }),
  });
