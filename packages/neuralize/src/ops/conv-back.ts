import { shapeMismatch } from "../errors/messages.ts";
import { integers, nameOf, scalarLike } from "../graph/node.ts";
import { type Shape, shapeOf, staticShape } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { conv } from "./conv.ts";
import { convTranspose } from "./conv-transpose.ts";
import { expand } from "./expand.ts";
import { flipped } from "./flipped.ts";
import { slice } from "./slice.ts";
import { extentOf, type PaddedWindow } from "./window.ts";

/** The windows of a convolution in groups, and the sizes of the data that they move over. */
export interface Windowed {
  readonly windows: readonly PaddedWindow[];
  readonly groups: number;
  readonly spatial: Shape;
}

// onnxruntime computes convolutions for 8 or 16 channels at once, whether or not the data has as many.
const fewChannels = 8;

/**
 * From the gradient of a convolution to that of its data: for steps of 1 a convolution with the mirrored kernel, else,
 * or where the data has few channels, its transpose: what is fastest on onnxruntime's CPU. (For longer steps also
 * faster than convolutions of a gradient with zeros between, but for depthwise ones, or of the kernel's phases.)
 */
export function backToData(node: Node, gradient: Value, weight: Value, { windows, groups, spatial }: Windowed): Value {
  const counts = shapeOf(gradient)?.slice(2);
  const known = staticShape(spatial) !== undefined && staticShape(counts) !== undefined;
  // GPUs do not transpose convolutions over volumes.
  const few = groups === 1 && Number(shapeOf(weight)?.[1]) <= fewChannels && known && windows.length <= 2;
  const back = windows.every(({ stride }) => stride === 1) && !few ? flipped(weight, groups) : undefined;
  if (back !== undefined) return backByConv(gradient, back, windows, groups);
  const [outputs, perGroup] = shapeOf(weight) ?? [];
  const mirrored = groups > 1 && outputs === groups && perGroup === 1 && known ? flipped(weight, groups) : undefined;
  if (mirrored !== undefined) return backByChannel(gradient, mirrored, { windows, groups, spatial });
  if (!known) throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
  const left = windows.map(
    (axis, i) => Number(spatial[i]) + axis.before - (Number(counts?.[i]) - 1) * axis.stride - extentOf(axis),
  );
  // Of the padding behind, as much counts as the last window hangs over.
  const cut = windows.map((axis, i) => ({ ...axis, after: Math.max(0, -(left[i] ?? 0)) }));
  const outputPadding = left.map((amount) => Math.max(0, amount));
  return convTranspose(gradient, weight, { windows: cut, groups, outputPadding });
}

/**
 * Depthwise: zeros between the places of the gradient, which is all that the steps did, then a convolution. Runtimes
 * have kernels for depthwise convolutions, not for their transposes.
 */
function backByChannel(gradient: Value, weight: Value, { windows, groups, spatial }: Windowed): Value {
  const one = windows.map((axis) => ({ ...axis, kernel: 1, dilation: 1, before: 0, after: 0 }));
  const ones = expand(scalarLike(weight, 1), integers([groups, 1, ...windows.map(() => 1)]));
  const spread = convTranspose(gradient, ones, { windows: one, groups, outputPadding: windows.map(() => 0) });
  const lengths = shapeOf(spread)?.slice(2) ?? [];
  const stepless = windows.map((axis, i) => ({
    ...axis,
    stride: 1,
    after: extentOf(axis) - 1 - (Number(spatial[i]) + axis.before - Number(lengths[i])),
  }));
  return backByConv(spread, weight, stepless, groups);
}

function backByConv(gradient: Value, weight: Value, windows: readonly PaddedWindow[], groups: number): Value {
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
