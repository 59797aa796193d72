import { shapeMismatch } from "../errors/messages.ts";
import { intOf, intsOf } from "../graph/attributes.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { apply, integers, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { compatibleShapes, operandType, shapeOf, showShape, staticShape } from "../graph/shapes.ts";
import { signOfProduct, signOfSum } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { backToData, type Windowed } from "./conv-back.ts";
import { channelSums } from "./per-channel.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { transpose } from "./transpose.ts";
import { windowAttributes, windowCount, windowsOf } from "./window.ts";

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
  const [outputs, declared] = [weight[0], intsOf(draft, "kernel_shape")];
  if (declared !== undefined && !compatibleShapes(declared, weight.slice(2)))
    throw shapeMismatch(
      "Conv",
      `its kernel is declared as [${declared.join(", ")}], but its weight is ${showShape(weight)}`,
    );
  const bias = draft.inputs[2] && shapeOf(draft.inputs[2]);
  if (
    !compatibleShapes(bias, [outputs ?? "outputs"]) ||
    (typeof outputs === "number" && outputs % intOf(draft, "group", 1) !== 0)
  )
    throw shapeMismatch(
      "Conv",
      `its weight ${showShape(weight)}, its groups and its bias ${showShape(bias)} do not go together`,
    );
  const spatial = shape.slice(2);
  const windows = kernel && windowsOf(draft, kernel, spatial);
  const sizes = spatial.map((size, i): Dimension => {
    const axis = windows?.[i];
    return axis === undefined ? `windows(${size})` : windowCount(size, axis);
  });
  return [{ type, shape: [shape[0] ?? 1, weight[0] ?? 1, ...sizes] }];
}

function geometryOf(node: Node): Windowed {
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
    if (operand === 0) return backToData(node, gradient, weight, geometryOf(node));
    if (operand === 1) return backToWeight(node, gradient, x);
    return channelSums(gradient);
  },
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: (node) => (dependsOnInput(node.inputs[0]) ? ["Convolution"] : []),
  sign: ({ inputs }, [x = "unknown", weight = "unknown", bias = "unknown"]) =>
    signOfSum([signOfProduct([x, weight]), inputs[2] === undefined ? "zero" : bias]),
});

/** The convolution with these windows, without a bias. */
export const conv = (x: Value, weight: Value, { windows, groups }: Omit<Windowed, "spatial">): Value =>
  apply(Conv, [x, weight], windowAttributes(windows, groups));
