import type { ConvergenceGap } from "./attributor.ts";

/** How far the relevance of every row is from summing to f(x) − f(baseline). */
export function convergenceGap(sums: Float64Array, output: Float64Array, atBaseline: Float64Array): ConvergenceGap {
  const length = sums.length / Math.max(1, output.length);
  const difference = (row: number): number => (output[row] ?? 0) - (atBaseline[row] ?? 0);
  const absolute = Float64Array.from(output, (_, row) => {
    let sum = 0;
    for (let i = row * length; i < (row + 1) * length; i++) sum += sums[i] ?? 0;
    return Math.abs(sum - difference(row));
  });
  const relative = absolute.map((gap, row) => (gap === 0 ? 0 : gap / Math.abs(difference(row))));
  return { absolute, relative };
}
