import type { Cells } from "./decode-map.ts";

/**
 * Each cell as the mean of its neighbourhood, weighted by a Gaussian of this standard deviation in cells; at the border
 * over the cells that are there. For the eye only: it keeps no sums of parts.
 */
export function smooth(cells: Cells, deviation: number): Cells {
  if (deviation <= 0) return cells;
  const { height, width } = cells;
  const reach = Math.ceil(2.5 * deviation);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)));
  const across = blur(cells.values, height, width, width, 1, kernel);
  return { height, width, values: blur(across, width, height, 1, width, kernel) };
}

/** Along lines of `length` cells that lie `step` apart; lines start `stride` apart. */
function blur(
  values: Float32Array,
  lines: number,
  length: number,
  stride: number,
  step: number,
  kernel: readonly number[],
): Float32Array {
  const reach = (kernel.length - 1) / 2;
  const result = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      let sum = 0;
      let weight = 0;
      for (let k = Math.max(-reach, -at); k <= reach && at + k < length; k++) {
        const w = kernel[k + reach] ?? 0;
        sum += w * (values[line * stride + (at + k) * step] ?? 0);
        weight += w;
      }
      result[line * stride + at * step] = sum / weight;
    }
  }
  return result;
}
