import { kernels, type Resampling } from "./kernels.ts";

/** What every output position along one axis takes of the input: `count[i]` positions from `first[i]` on. */
export interface AxisWeights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** [outputs, stride], in units of 2⁻²². */
  readonly weights: Int32Array;
  readonly stride: number;
}

/** Weights are whole numbers of 2⁻²², as in Pillow: 255 times their sum fits into 32 bits. */
export const weightBits = 22;

/**
 * Weights for positions `from` to `from + length − 1` of an axis that is resized from `input` to `output` positions.
 * Where it shrinks, kernels are widened by the factor, so that nothing aliases.
 */
export function axisWeights(
  input: number,
  output: number,
  from: number,
  length: number,
  resampling: Resampling,
): AxisWeights {
  const scale = input / output;
  const first = new Int32Array(length);
  const count = new Int32Array(length);
  if (resampling === "nearest") {
    // Pillow adds the scale up, which decides where a centre falls between two pixels.
    let centre = scale / 2;
    for (let i = -from; i < length; i++) {
      if (i >= 0) first[i] = Math.min(input - 1, Math.floor(centre));
      centre += scale;
    }
    return { first, count: count.fill(1), weights: new Int32Array(length).fill(2 ** weightBits), stride: 1 };
  }
  const { support, weight } = kernels[resampling];
  const widened = Math.max(1, scale);
  const reach = support * widened;
  const stride = 2 * Math.ceil(reach) + 1;
  const weights = new Int32Array(length * stride);
  const exact = new Float64Array(stride);
  for (let i = 0; i < length; i++) {
    const centre = (from + i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(input, Math.trunc(centre + reach + 0.5));
    let sum = 0;
    for (let j = start; j < end; j++) {
      const each = weight((j - centre + 0.5) / widened);
      exact[j - start] = each;
      sum += each;
    }
    for (let j = 0; j < end - start; j++) {
      const share = ((exact[j] ?? 0) / sum) * 2 ** weightBits;
      weights[i * stride + j] = Math.trunc(share + (share < 0 ? -0.5 : 0.5));
    }
    first[i] = start;
    count[i] = end - start;
  }
  return { first, count, weights, stride };
}
