import type { Box, Picture, Size } from "../picture.ts";
import { type AxisWeights, axisWeights, weightBits } from "./axis-weights.ts";
import type { Resampling } from "./kernels.ts";

const half = 2 ** (weightBits - 1);

/**
 * Resizes a picture and crops the result, the same to the bit as Pillow's `resize` and `crop`, which most networks were
 * trained behind. (sharp shifts a picture that it enlarges by half a pixel, and averages blocks before it shrinks.)
 * Only what the crop needs is computed.
 *
 * @param crop in pixels of the resized picture, inside it
 */
export function resample(picture: Picture, resized: Size, crop: Box, resampling: Resampling): Picture {
  const columns = axisWeights(picture.width, resized.width, crop.left, crop.width, resampling);
  const rows = axisWeights(picture.height, resized.height, crop.top, crop.height, resampling);
  const top = rows.first[0] ?? 0;
  const bottom = (rows.first.at(-1) ?? 0) + (rows.count.at(-1) ?? 0);
  const narrowed = alongRows(picture, columns, top, bottom);
  return { width: crop.width, height: crop.height, data: alongColumns(narrowed, crop.width, rows, top) };
}

/** Rows `top` to `bottom` − 1, resized along x. */
function alongRows({ data, width }: Picture, weights: AxisWeights, top: number, bottom: number): Uint8ClampedArray {
  const columns = weights.first.length;
  const result = new Uint8ClampedArray((bottom - top) * columns * 3);
  let to = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < columns; x++) {
      weigh(data, 3 * (y * width + (weights.first[x] ?? 0)), 3, weights, x, result, to);
      to += 3;
    }
  }
  return result;
}

function alongColumns(data: Uint8ClampedArray, width: number, weights: AxisWeights, top: number): Uint8Array {
  const rows = weights.first.length;
  const result = new Uint8ClampedArray(rows * width * 3);
  let to = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < width; x++) {
      weigh(data, 3 * (((weights.first[y] ?? 0) - top) * width + x), 3 * width, weights, y, result, to);
      to += 3;
    }
  }
  return new Uint8Array(result.buffer);
}

/** One pixel: the weighted sum of pixels that lie `step` values apart; rounded half up, clipped by the array. */
function weigh(
  data: Uint8Array | Uint8ClampedArray,
  start: number,
  step: number,
  { weights, count, stride }: AxisWeights,
  position: number,
  result: Uint8ClampedArray,
  to: number,
): void {
  let [r, g, b] = [half, half, half];
  let from = start;
  const first = position * stride;
  const end = first + (count[position] ?? 0);
  for (let i = first; i < end; i++) {
    const weight = weights[i] ?? 0;
    r += weight * (data[from] ?? 0);
    g += weight * (data[from + 1] ?? 0);
    b += weight * (data[from + 2] ?? 0);
    from += step;
  }
  result[to] = r >> weightBits;
  result[to + 1] = g >> weightBits;
  result[to + 2] = b >> weightBits;
}
