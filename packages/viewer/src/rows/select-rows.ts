import { rowName } from "../data/row-names.ts";
import { rowIsNearTie } from "../explanation/near-tie.ts";
import type { ReportData } from "../report-data.ts";
import { type Filtered, natural, passing, type RowFilter } from "./filter.ts";

export type RowKey = "id" | "cluster" | "runnerUp" | "evidence" | "silhouette" | "label";

export interface RowOrder {
  readonly key: RowKey;
  readonly descending: boolean;
}

/** Indices of the embedded rows that pass the filter, in order; equal ones in the order of the file. */
export function selectRows(data: ReportData, filter: RowFilter, order: RowOrder): readonly number[] {
  const compare = comparison(data, order.key);
  const direction = order.descending ? -1 : 1;
  return passing(filtered(data), filter).sort((a, b) => direction * compare(a, b) || a - b);
}

function filtered(data: ReportData): Filtered {
  const { rows, clusters, comparison } = data;
  return {
    cluster: rows.cluster,
    evidence: rows.evidence,
    nearTie: (index) => rowIsNearTie(data, index),
    clusters,
    disagreeing: comparison?.disagreeing ?? [],
    texts: (index) => [String(rows.row[index] ?? ""), rows.id?.[index] ?? "", rows.label?.[index] ?? ""],
  };
}

function comparison(data: ReportData, key: RowKey): (a: number, b: number) => number {
  const { rows } = data;
  const numbers = (values: readonly number[]) => (a: number, b: number) => (values[a] ?? 0) - (values[b] ?? 0);
  switch (key) {
    case "id":
      return (a, b) => natural.compare(rowName(data, a), rowName(data, b));
    case "label":
      return (a, b) => natural.compare(rows.label?.[a] ?? "", rows.label?.[b] ?? "");
    case "cluster":
      return numbers(rows.cluster);
    case "runnerUp":
      return numbers(rows.runnerUp);
    case "evidence":
      return numbers(rows.evidence);
    case "silhouette":
      return numbers(rows.simplifiedSilhouette);
  }
}
