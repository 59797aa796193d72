/** max |a − b|; NaN or infinite where one of them is, or where the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN));
    // Not `Math.max`, so that NaN is kept once it is met.
    if (!(difference <= most)) most = difference;
  }
  return most;
}

/** Sums over the rows of an array [N, …]. */
export const rowSums = (data: ArrayLike<number>, rows: number): readonly number[] => {
  const length = data.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = row * length; i < (row + 1) * length; i++) sum += data[i] ?? 0;
    return sum;
  });
};
