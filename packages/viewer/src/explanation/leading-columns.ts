/** Indices of the `count` columns with the largest |relevance|, largest first; ties to the lower index. */
export function leadingColumns(relevance: readonly number[], count: number): readonly number[] {
  return relevance
    .map((_, column) => column)
    .filter((column) => relevance[column] !== 0)
    .sort((a, b) => Math.abs(relevance[b] ?? 0) - Math.abs(relevance[a] ?? 0) || a - b)
    .slice(0, count);
}

/** How the leading columns of two explanations of one row differ. */
export interface LeadingChange {
  readonly leading: readonly number[];
  readonly entered: readonly number[];
  readonly left: readonly number[];
  /** The same columns in another order. */
  readonly reordered: boolean;
}

export function leadingChange(before: readonly number[], after: readonly number[], count = 3): LeadingChange {
  const old = leadingColumns(before, count);
  const leading = leadingColumns(after, count);
  const entered = leading.filter((column) => !old.includes(column));
  const left = old.filter((column) => !leading.includes(column));
  const reordered = entered.length === 0 && left.length === 0 && leading.some((column, i) => column !== old[i]);
  return { leading, entered, left, reordered };
}
