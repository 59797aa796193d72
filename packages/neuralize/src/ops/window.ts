import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf, ints, intsOf, stringOf } from "../graph/attributes.ts";
import type { Shape } from "../graph/shapes.ts";
import type { Attributes, Dimension, Node } from "../graph/value.ts";

type Attributed = Pick<Node, "attributes">;

/** How a kernel moves along one spatial axis. */
export interface AxisWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Places added before and after; undefined where they follow from a size that is not known. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** The same where the padding is known. */
export interface PaddedWindow extends AxisWindow {
  readonly before: number;
  readonly after: number;
}

/** Places from the first to the last that a kernel touches. */
export const extentOf = ({ kernel, dilation }: Pick<AxisWindow, "kernel" | "dilation">): number =>
  dilation * (kernel - 1) + 1;

/**
 * The windows of a convolution or pool along its spatial axes, with `auto_pad` resolved.
 * @throws NeuralizeError SHAPE_MISMATCH for a SAME of dilated kernels or longer steps, which engines pad in different ways.
 */
export function windowsOf(
  node: Pick<Node, "operator" | "attributes">,
  kernel: readonly number[],
  spatial: Shape | undefined,
): readonly AxisWindow[] {
  const strides = intsOf(node, "strides");
  const dilations = intsOf(node, "dilations");
  const pads = intsOf(node, "pads");
  const automatic = stringOf(node, "auto_pad", "NOTSET");
  return kernel.map((size, i) => {
    const axis = { kernel: size, stride: strides?.[i] ?? 1, dilation: dilations?.[i] ?? 1 };
    if (size < 1 || axis.stride < 1 || axis.dilation < 1)
      throw shapeMismatch(node.operator.type, "its kernel, strides and dilations must be at least 1");
    if (automatic === "VALID") return { ...axis, before: 0, after: 0 };
    if (automatic === "SAME_UPPER" || automatic === "SAME_LOWER") {
      const total = samePadding(spatial?.[i], axis);
      // One less than nothing is half a step to either side: every engine rounds it to no padding.
      if (axis.dilation > 1 || (total !== undefined && total < -1))
        throw shapeMismatch(
          node.operator.type,
          "its auto_pad is understood differently by engines where a kernel is dilated or steps are longer than it; export it with explicit pads",
        );
      const less = total && Math.floor(Math.max(0, total) / 2);
      const more = total && Math.ceil(Math.max(0, total) / 2);
      return automatic === "SAME_UPPER"
        ? { ...axis, before: less, after: more }
        : { ...axis, before: more, after: less };
    }
    return { ...axis, before: pads?.[i] ?? 0, after: pads?.[i + kernel.length] ?? 0 };
  });
}

/** What SAME adds in all, so that there are ⌈size / stride⌉ windows; below 0 where they leave places at the end out. */
function samePadding(size: Dimension | undefined, axis: Omit<AxisWindow, "before" | "after">): number | undefined {
  if (axis.stride === 1) return extentOf(axis) - 1;
  if (typeof size !== "number") return undefined;
  return (Math.ceil(size / axis.stride) - 1) * axis.stride + extentOf(axis) - size;
}

/** Number of windows along an axis: a name made from the size's where that is only a name. */
export function windowCount(size: Dimension, axis: AxisWindow, ceil = false): Dimension {
  const { before, after, stride } = axis;
  if (before === undefined || after === undefined) return `windows(${size})`;
  const beyond = before + after - extentOf(axis);
  if (typeof size !== "number") {
    return stride === 1 && beyond === -1
      ? size
      : `windows(${size},${extentOf(axis)},${stride},${before},${after},${ceil})`;
  }
  const steps = (size + beyond) / stride;
  if (!ceil) return Math.max(0, Math.floor(steps) + 1);
  // A window that would begin in the padding behind the data is left out.
  const count = Math.ceil(steps) + 1;
  return Math.max(0, (count - 1) * stride >= size + before ? count - 1 : count);
}

/** Groups, strides, dilations and padding as attributes of a convolution; what is as by default is left out. */
export const windowAttributes = (windows: readonly PaddedWindow[], groups: number): Attributes => ({
  ...(groups > 1 && { group: int(groups) }),
  ...(windows.some(({ stride }) => stride > 1) && { strides: ints(windows.map(({ stride }) => stride)) }),
  ...(windows.some(({ dilation }) => dilation > 1) && { dilations: ints(windows.map(({ dilation }) => dilation)) }),
  ...(windows.some(({ before, after }) => before + after > 0) && {
    pads: ints([...windows.map(({ before }) => before), ...windows.map(({ after }) => after)]),
  }),
});

/** Whether a pool also has windows that hang over the end. */
export const isCeil = (node: Attributed): boolean => intOf(node, "ceil_mode", 0) === 1;
