import type { TableColumn } from "neuralize";
import type { TableChunk } from "../table/table-chunk.ts";
import type { EmbeddedRow, ProfileSummary } from "./clustering-summary.ts";
import { addToMoments, type ColumnMoments, noMoments } from "./column-moments.ts";
import { keepSmallest, type Smallest } from "./keep-smallest.ts";
import { quantile } from "./quantile.ts";
import { shares } from "./shares.ts";

/** What is remembered of a sampled member: its evidence, and its raw numbers (NaN where missing, or no number). */
export interface SampledMember {
  /** NaN where there is no competitor, so that the row is no tie. */
  readonly evidence: number;
  readonly numbers: Float64Array;
}

/** Running figures of one cluster's members. All arrays are per column. */
export interface ClusterMembers {
  size: number;
  evidence: number;
  /** Mean |evidence|. */
  magnitude: number;
  simplifiedSilhouette: number;
  readonly relevance: Float64Array;
  readonly moments: ColumnMoments;
  /** Rows per category; empty for numbers. */
  readonly categories: readonly Float64Array[];
  readonly sample: Smallest<SampledMember>;
  readonly typical: Smallest<EmbeddedRow>;
  readonly borderline: Smallest<EmbeddedRow>;
}

/** Numbers that the samples of all clusters hold together: 64 MB. */
const mostSampledNumbers = 8_000_000;
const mostSampledMembers = 10_000;
const fewestSampledMembers = 20;

/** Members sampled per cluster for quartiles and near-ties: at 10 000 a quartile is off by 0.4 % of the ranks (1 s.e.). */
export function sampledMembers(clusters: number, columns: number): number {
  const affordable = Math.floor(mostSampledNumbers / (clusters * (columns + 1)));
  return Math.max(fewestSampledMembers, Math.min(mostSampledMembers, affordable));
}

/** A cluster without members yet. */
export function noMembers(columns: readonly TableColumn[], sampled: number, chosen: number): ClusterMembers {
  return {
    size: 0,
    evidence: 0,
    magnitude: 0,
    simplifiedSilhouette: 0,
    relevance: new Float64Array(columns.length),
    moments: noMoments(columns.length),
    categories: columns.map((column) => new Float64Array(column.kind === "category" ? column.categories.length : 0)),
    sample: keepSmallest(sampled),
    typical: keepSmallest(chosen),
    borderline: keepSmallest(chosen),
  };
}

/** Adds the cells of one row to the profile of the cluster that it belongs to, in place. */
export function addCells(members: ClusterMembers, chunk: TableChunk, row: number): void {
  for (let column = 0; column < chunk.raw.length; column++) {
    const cells = chunk.raw[column];
    if (cells?.kind === "category") {
      const counts = members.categories[column];
      const category = cells.indices[row] ?? -1;
      if (counts !== undefined && category >= 0) counts[category] = (counts[category] ?? 0) + 1;
    } else {
      const value = cells?.values[row] ?? Number.NaN;
      if (!Number.isNaN(value)) addToMoments(members.moments, column, value);
    }
  }
}

/** The raw numbers of one row; NaN where the cell is missing or the column has categories. */
export function numbersOf(chunk: TableChunk, row: number): Float64Array {
  const numbers = new Float64Array(chunk.raw.length);
  chunk.raw.forEach((cells, column) => {
    numbers[column] = cells.kind === "category" ? Number.NaN : (cells.values[row] ?? Number.NaN);
  });
  return numbers;
}

/**
 * What the members look like in one column. Without a single present cell, the column's coordinate of the centroid
 * speaks for them, so that the figures of a cluster without rows are those of the place where its rows would be.
 */
export function profileOf(
  members: ClusterMembers,
  sample: readonly SampledMember[],
  column: TableColumn,
  index: number,
  coordinate: number,
): ProfileSummary {
  if (column.kind === "category") {
    const counts = members.categories[index] ?? new Float64Array();
    return { kind: "category", shares: shares(counts), cells: counts.reduce((sum, count) => sum + count, 0) };
  }
  const cells = members.moments.count[index] ?? 0;
  const place = coordinate * column.scale + column.offset;
  if (cells === 0) return { kind: column.kind, mean: place, median: place, quartiles: [place, place], cells };
  const mean = members.moments.mean[index] ?? 0;
  const numbers = sample.map((member) => member.numbers[index] ?? Number.NaN).filter((number) => !Number.isNaN(number));
  // A sample may miss the few present cells of a column: its mean then stands in for the quartiles.
  const ascending = numbers.length === 0 ? [mean] : Float64Array.from(numbers).sort();
  return {
    kind: column.kind,
    mean,
    median: quantile(ascending, 0.5),
    quartiles: [quantile(ascending, 0.25), quantile(ascending, 0.75)],
    cells,
  };
}
