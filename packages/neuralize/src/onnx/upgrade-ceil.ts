import { intOf, ints, intsOf } from "../graph/attributes.ts";
import { typeOf } from "../graph/node.ts";
import { staticShape } from "../graph/shapes.ts";
import { AveragePool } from "../ops/average-pool.ts";
import { MaxPool } from "../ops/max-pool.ts";
import { pad } from "../ops/pad.ts";
import { type AxisWindow, extentOf, windowCount, windowsOf } from "../ops/window.ts";
import { type Upgrade, without } from "./written.ts";

/**
 * A pool with `ceil_mode` leaves out windows that would begin in the padding behind the data. onnxruntime's kernels do
 * so, but its shape inference counts them, and its plan of memory or what follows the shapes then fails; there, padding
 * that ends with the last window says the same without `ceil_mode`. Means that count their padding are those of padded
 * data: what the last window has beyond that does not count.
 */
export const ceilAsPads: Upgrade = (written) => {
  const [x] = written.inputs;
  const kernel = intsOf(written, "kernel_shape") ?? [];
  const sizes = x && staticShape(typeOf(x).shape?.slice(2));
  if (intOf(written, "ceil_mode", 0) === 0 || x === undefined || sizes === undefined) return written;
  const operator = written.operator === MaxPool.type ? MaxPool : AveragePool;
  const windows = windowsOf({ operator, attributes: written.attributes }, kernel, sizes);
  if (windows.every((axis, i) => countedByEngine(sizes[i] ?? 0, axis) === windowCount(sizes[i] ?? 0, axis, true)))
    return written;
  const before = windows.map((axis) => axis.before ?? 0);
  const behind = windows.map((axis, i) => {
    const count = Number(windowCount(sizes[i] ?? 0, axis, true));
    return Math.max(0, (count - 1) * axis.stride + extentOf(axis) - (before[i] ?? 0) - (sizes[i] ?? 0));
  });
  const attributes = without(written.attributes, "auto_pad", "ceil_mode", "count_include_pad");
  if (intOf(written, "count_include_pad", 0) === 0)
    return { ...written, attributes: { ...attributes, pads: ints([...before, ...behind]) } };
  const counted = windows.map((axis) => axis.after ?? 0);
  const beyond = behind.map((amount, i) => Math.max(0, amount - (counted[i] ?? 0)));
  return {
    ...written,
    inputs: [pad(x, [0, 0, ...before, 0, 0, ...counted])],
    attributes: { ...attributes, pads: ints([...before.map(() => 0), ...beyond]) },
  };
};

const countedByEngine = (size: number, axis: AxisWindow): number =>
  Math.ceil((size + (axis.before ?? 0) + (axis.after ?? 0) - extentOf(axis)) / axis.stride) + 1;
