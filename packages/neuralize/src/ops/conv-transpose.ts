import { shapeMismatch } from "../errors/messages.ts";
import { intOf, ints, intsOf, stringOf } from "../graph/attributes.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { apply, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, type Shape, shapeOf, staticShape } from "../graph/shapes.ts";
import { signOfProduct, signOfSum } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { Conv, conv } from "./conv.ts";
import { channelSums } from "./per-channel.ts";
import { slice } from "./slice.ts";
import { type AxisWindow, extentOf, type PaddedWindow, windowAttributes, windowsOf } from "./window.ts";

interface TransposedAxis extends AxisWindow {
  /** Size of the output; undefined where it is not known. */
  readonly size: number | undefined;
}

/** The windows of the convolution that this one transposes, and the sizes of what it convolves. */
function axesOf(
  node: Pick<Node, "operator" | "attributes">,
  kernel: readonly number[],
  spatial: Shape,
): readonly TransposedAxis[] {
  const outputPadding = intsOf(node, "output_padding");
  const given = intsOf(node, "output_shape")?.slice(-kernel.length);
  const automatic = stringOf(node, "auto_pad", "NOTSET");
  return windowsOf(
    { ...node, attributes: { ...node.attributes, auto_pad: { kind: "string", value: "NOTSET" } } },
    kernel,
    spatial,
  ).map((axis, i) => {
    const input = spatial[i];
    if (typeof input !== "number") return { ...axis, size: undefined };
    const whole = axis.stride * (input - 1) + (outputPadding?.[i] ?? 0) + extentOf(axis);
    const same = automatic.startsWith("SAME");
    if (given === undefined && !same) {
      const [before, after] = automatic === "VALID" ? [0, 0] : [axis.before ?? 0, axis.after ?? 0];
      return { ...axis, before, after, size: whole - before - after };
    }
    // Where steps are longer than the kernel, the engine adds nothing behind the last one.
    const size = given?.[i] ?? Math.min(whole, input * axis.stride);
    const total = Math.max(0, whole - size);
    const less = Math.floor(total / 2);
    const [before, after] = automatic === "SAME_UPPER" ? [less, total - less] : [total - less, less];
    return { ...axis, before, after, size };
  });
}

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape } = operandType(draft, 0);
  const weight = operandType(draft, 1).shape;
  const kernel = staticShape(weight?.slice(2));
  if (shape === undefined || weight === undefined) return [{ type, shape: undefined }];
  if (shape.length !== weight.length)
    throw shapeMismatch("ConvTranspose", `its data has ${shape.length} axes and its weight ${weight.length}`);
  const perGroup = weight[1] ?? 1;
  const groups = intOf(draft, "group", 1);
  const channels: Dimension = typeof perGroup === "number" ? perGroup * groups : `${groups}*${perGroup}`;
  const spatial = shape.slice(2);
  const axes = kernel && axesOf(draft, kernel, spatial);
  return [
    { type, shape: [shape[0] ?? 1, channels, ...spatial.map((size, i) => axes?.[i]?.size ?? `spread(${size})`)] },
  ];
}

function windowsOfNode(node: Node): readonly PaddedWindow[] {
  const [x, weight] = node.inputs;
  const spatial = x && shapeOf(x)?.slice(2);
  const kernel = weight && staticShape(shapeOf(weight)?.slice(2));
  const axes = spatial && kernel && axesOf(node, kernel, spatial);
  return (axes ?? [undefined]).map((axis) => {
    if (axis?.size === undefined || axis.before === undefined || axis.after === undefined)
      throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
    return { ...axis, before: axis.before, after: axis.after };
  });
}

/** ∂/∂x: the convolution that this one transposes; what lies beyond its last whole step never came from the data. */
function back(node: Node, gradient: Value, x: Value, weight: Value): Value {
  const windows = windowsOfNode(node);
  const result = conv(gradient, weight, { windows, groups: intOf(node, "group", 1) });
  const [have, want] = [shapeOf(result)?.slice(2) ?? [], shapeOf(x)?.slice(2) ?? []];
  const longer = have.flatMap((size, i) => (size === want[i] ? [] : [i]));
  if (longer.length === 0) return result;
  return slice(
    result,
    longer.map(() => 0),
    longer.map((i) => Number(want[i])),
    longer.map((i) => i + 2),
  );
}

/** The transpose of a convolution: data [N, C, ...], weight [C, M/group, ...], bias [M]. */
export const ConvTranspose = operator({
  type: "ConvTranspose",
  infer,
  vjp: (node, [gradient], operand) => {
    const [x, weight] = node.inputs;
    if (gradient === undefined || x === undefined || weight === undefined) return undefined;
    if (operand === 0) return back(node, gradient, x, weight);
    if (operand === 1) {
      // Seen from the gradient this is a convolution, whose output is x and whose data is the gradient.
      const convolution: Node = { ...node, operator: Conv, inputs: [gradient, weight], attributes: explicit(node) };
      return Conv.vjp?.(convolution, [x], 1);
    }
    return channelSums(gradient);
  },
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: (node) => (dependsOnInput(node.inputs[0]) ? ["Convolution"] : []),
  sign: ({ inputs }, [x = "unknown", weight = "unknown", bias = "unknown"]) =>
    signOfSum([signOfProduct([x, weight]), inputs[2] === undefined ? "zero" : bias]),
});

const explicit = (node: Node) => windowAttributes(windowsOfNode(node), intOf(node, "group", 1));

interface ConvTransposeOptions {
  readonly windows: readonly PaddedWindow[];
  readonly groups: number;
  readonly outputPadding: readonly number[];
}

/** The transpose of the convolution with these windows; `outputPadding` places more at the end of each axis. */
export const convTranspose = (
  x: Value,
  weight: Value,
  { windows, groups, outputPadding }: ConvTransposeOptions,
): Value =>
  apply(ConvTranspose, [x, weight], {
    ...windowAttributes(windows, groups),
    ...(outputPadding.some((amount) => amount > 0) && { output_padding: ints(outputPadding) }),
  });
