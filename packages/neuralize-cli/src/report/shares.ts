/** Counts as shares of their sum; zeros where there is nothing to share. */
export function shares(counts: ArrayLike<number>): number[] {
  const list = Array.from(counts);
  const total = list.reduce((sum, count) => sum + count, 0);
  return list.map((count) => (total === 0 ? 0 : count / total));
}
