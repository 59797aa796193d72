import { integers } from "../graph/node.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { transpose } from "./transpose.ts";

/**
 * The weight [M, C/groups, kernel] of a convolution as that of its way back, [C, M/groups, kernel]: input and output
 * channels change places within each group, and the kernel is mirrored. An expression of the initializer, which the
 * runtime folds. Undefined where the sizes are not known.
 */
export function flipped(weight: Value, groups: number): Value | undefined {
  const sizes = staticShape(shapeOf(weight));
  if (sizes === undefined) return undefined;
  const [outputs = 0, perGroup = 0, ...kernel] = sizes;
  return exchanged(mirrored(weight, kernel), [groups, outputs / groups, perGroup], kernel);
}

function mirrored(weight: Value, kernel: readonly number[]): Value {
  const axes = kernel.flatMap((size, i) => (size > 1 ? [i + 2] : []));
  if (axes.length === 0) return weight;
  const steps = axes.map(() => -1);
  return slice(
    weight,
    steps,
    axes.map(() => -(2 ** 31) + 1),
    axes,
    steps,
  );
}

function exchanged(
  weight: Value,
  [groups, outputs, inputs]: readonly [number, number, number],
  kernel: readonly number[],
): Value {
  if (outputs === 1 && inputs === 1) return weight;
  const spatial = kernel.map((_, i) => i);
  if (groups === 1) return transpose(weight, [1, 0, ...spatial.map((i) => i + 2)]);
  const grouped = reshape(weight, integers([groups, outputs, inputs, ...kernel]));
  const swapped = transpose(grouped, [0, 2, 1, ...spatial.map((i) => i + 3)]);
  return reshape(swapped, integers([groups * inputs, outputs, ...kernel]));
}
