import { quantile } from "../../report/quantile.ts";

/**
 * The |value| at which a symmetric colour scale around zero is saturated: the largest, or a percentile of all |values|,
 * which a few extreme pixels do not move. Where so much is zero that the percentile is too, the largest. 0 only if all
 * values are 0.
 *
 * A scale for several maps is the largest of theirs.
 *
 * @param percentile from 0 to 100; 100 is the largest
 */
export function symmetricScale(values: ArrayLike<number>, percentile: number): number {
  const sizes = Float64Array.from(values, Math.abs).sort();
  const largest = sizes.at(-1) ?? 0;
  return percentile >= 100 ? largest : quantile(sizes, percentile / 100) || largest;
}
