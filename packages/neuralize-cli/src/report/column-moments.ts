/** Count, mean and sum of squared deviations of the numbers in every column. */
export interface ColumnMoments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/** Moments of no numbers at all. */
export const noMoments = (columns: number): ColumnMoments => ({
  count: new Float64Array(columns),
  mean: new Float64Array(columns),
  squares: new Float64Array(columns),
});

/** Adds one number to a column, in place (Welford 1962: no cancellation however far the data is from the origin). */
export function addToMoments(moments: ColumnMoments, column: number, value: number): void {
  const count = (moments.count[column] ?? 0) + 1;
  const before = moments.mean[column] ?? 0;
  const mean = before + (value - before) / count;
  moments.count[column] = count;
  moments.mean[column] = mean;
  moments.squares[column] = (moments.squares[column] ?? 0) + (value - before) * (value - mean);
}

/** Moments of the union of disjoint parts (Chan, Golub & LeVeque 1983). */
export function unionOfMoments(columns: number, parts: readonly ColumnMoments[]): ColumnMoments {
  const union = noMoments(columns);
  for (const part of parts) {
    for (let column = 0; column < columns; column++) {
      const added = part.count[column] ?? 0;
      if (added === 0) continue;
      const present = union.count[column] ?? 0;
      const total = present + added;
      const difference = (part.mean[column] ?? 0) - (union.mean[column] ?? 0);
      union.count[column] = total;
      union.mean[column] = (union.mean[column] ?? 0) + (difference * added) / total;
      union.squares[column] =
        (union.squares[column] ?? 0) +
        (part.squares[column] ?? 0) +
        (difference * difference * present * added) / total;
    }
  }
  return union;
}
