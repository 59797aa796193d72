const pairs = (n: number) => (n * (n - 1)) / 2;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/**
 * The adjusted Rand index of two groupings of the same rows, from their contingency table [labels][clusters].
 *
 * 1 for the same grouping, 0 in expectation for independent ones, negative for less agreement than chance
 * (Hubert & Arabie 1985, equation 5). Where both groupings are trivial in the same way it is 1, as in scikit-learn.
 */
export function adjustedRand(counts: readonly (readonly number[])[]): number {
  const rowTotals = counts.map(sum);
  const columnTotals = (counts[0] ?? []).map((_, column) => sum(counts.map((row) => row[column] ?? 0)));
  const together = sum(counts.flatMap((row) => row.map(pairs)));
  const inRows = sum(rowTotals.map(pairs));
  const inColumns = sum(columnTotals.map(pairs));
  const expected = (inRows / Math.max(1, pairs(sum(rowTotals)))) * inColumns;
  const largest = (inRows + inColumns) / 2;
  return largest === expected ? 1 : (together - expected) / (largest - expected);
}
