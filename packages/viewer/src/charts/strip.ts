import { decoded } from "../data/columns.ts";
import type { ReportColumn } from "../report-data.ts";
import { formatCount, formatShare } from "../text/numbers.ts";
import { formatStatistic } from "../text/values.ts";

/** A bar of the distribution of a whole column: its place from left to right in 0..1, its height in 0..1. */
export interface StripBar {
  readonly x1: number;
  readonly x2: number;
  readonly height: number;
  /** What the bar stands for. */
  readonly title: string;
}

/** A column's distribution with a common horizontal scale for everything that is marked on it. */
export interface Strip {
  readonly bars: readonly StripBar[];
  /** Place of a raw value in 0..1; undefined for a category that does not occur. */
  readonly place: (value: number | string) => number | undefined;
  /** Height of a share, for categories. */
  readonly height: (share: number) => number;
}

/** @param marked raw values that must have their place, even outside the range of the distribution */
export function strip(column: ReportColumn, marked: readonly number[] = []): Strip {
  const { distribution } = column;
  if ("counts" in distribution) return categoryStrip(column, distribution.counts);
  const low = Math.min(distribution.minimum, ...marked);
  const high = Math.max(distribution.maximum, ...marked);
  // A constant column stands in the middle.
  const place = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const { minimum, maximum, histogram } = distribution;
  const width = (maximum - minimum) / Math.max(1, histogram.length);
  const most = Math.max(1, ...histogram);
  const bars = histogram.map((count, i) => ({
    x1: place(minimum + i * width),
    x2: place(minimum + (i + 1) * width),
    height: count / most,
    title: `${formatStatistic(column, minimum + i * width)} to ${formatStatistic(column, minimum + (i + 1) * width)}: ${formatCount(count)} rows`,
  }));
  return { bars, place: (value) => (typeof value === "number" ? place(value) : undefined), height: () => 0 };
}

function categoryStrip(column: ReportColumn, counts: readonly number[]): Strip {
  const rows = counts.reduce((a, b) => a + b, 0);
  const slot = 1 / Math.max(1, counts.length);
  const gap = Math.min(0.012, slot / 6);
  const bars = counts.map((count, i) => ({
    x1: i * slot + gap,
    x2: (i + 1) * slot - gap,
    height: rows === 0 ? 0 : count / rows,
    title: `${column.categories?.[i] ?? ""}: ${formatShare(rows === 0 ? 0 : count / rows)} of all rows`,
  }));
  const place = (value: number | string) => {
    const at = column.categories?.indexOf(String(value)) ?? -1;
    return at < 0 ? undefined : (at + 0.5) * slot;
  };
  return { bars, place, height: (share) => share };
}

/** A centroid's coordinate of a number or date column in raw units; undefined for categories, which have shares. */
export function centroidValue(column: ReportColumn, centroid: readonly number[]): number | undefined {
  return column.kind === "category" ? undefined : decoded(column, centroid);
}
