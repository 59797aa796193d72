/**
 * The q-quantile (0 ≤ q ≤ 1) of ascending numbers, interpolated linearly between neighbours: type 7 of Hyndman & Fan
 * 1996, the default of NumPy and R and DuckDB's quantile_cont. 0 without numbers.
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const position = q * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below] ?? 0;
  const high = ascending[below + 1] ?? low;
  return low + (high - low) * (position - below);
}
