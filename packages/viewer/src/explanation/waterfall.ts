import { leadingColumns } from "./leading-columns.ts";

export interface WaterfallBar {
  /** The columns that the bar stands for: one, or all that have no bar of their own. */
  readonly columns: readonly number[];
  readonly relevance: number;
  /** Where the bar begins, 0 for the first, and where it ends, the evidence for the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * Bars that cumulate from 0 to the evidence, largest |relevance| first.
 *
 * @param limit bars of single columns; the columns beyond share one last bar
 */
export function waterfall(relevance: readonly number[], limit: number): readonly WaterfallBar[] {
  const leading = leadingColumns(relevance, relevance.length);
  const zero = relevance.map((_, column) => column).filter((column) => relevance[column] === 0);
  const ordered = [...leading, ...zero];
  // A last bar for a single column is no shorter than that column's own.
  const own = ordered.length <= limit + 1 ? ordered : ordered.slice(0, limit);
  const groups = own.map((column) => [column]);
  if (own.length < ordered.length) groups.push(ordered.slice(own.length));
  let end = 0;
  return groups.map((columns) => {
    const sum = columns.reduce((total, column) => total + (relevance[column] ?? 0), 0);
    const start = end;
    end += sum;
    return { columns, relevance: sum, start, end };
  });
}
