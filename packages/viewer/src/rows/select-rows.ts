import { rowName } from "../data/row-names.ts";
import { isNearTie } from "../explanation/near-tie.ts";
import type { ReportData } from "../report-data.ts";

export type RowGroup = "all" | "typical" | "borderline" | "near-tie" | "disagreeing";

export interface RowFilter {
  readonly cluster: number | null;
  readonly group: RowGroup;
  /** Part of the id, of the row number or of the label; case does not matter. */
  readonly text: string;
  readonly evidenceFrom: number | null;
  readonly evidenceTo: number | null;
}

export const everyRow: RowFilter = { cluster: null, group: "all", text: "", evidenceFrom: null, evidenceTo: null };

export type RowKey = "id" | "cluster" | "runnerUp" | "evidence" | "silhouette" | "label";

export interface RowOrder {
  readonly key: RowKey;
  readonly descending: boolean;
}

/** Indices of the embedded rows that pass the filter, in order; equal ones in the order of the file. */
export function selectRows(data: ReportData, filter: RowFilter, order: RowOrder): readonly number[] {
  const { rows } = data;
  const group = members(data, filter.group);
  const text = filter.text.trim().toLowerCase();
  const passes = (index: number) => {
    const evidence = rows.evidence[index] ?? 0;
    return (
      (filter.cluster === null || rows.cluster[index] === filter.cluster) &&
      (group === null || group.has(index)) &&
      (filter.evidenceFrom === null || evidence >= filter.evidenceFrom) &&
      (filter.evidenceTo === null || evidence <= filter.evidenceTo) &&
      (text === "" || searched(data, index).some((value) => value.toLowerCase().includes(text)))
    );
  };
  const compare = comparison(data, order.key);
  const direction = order.descending ? -1 : 1;
  return Array.from({ length: rows.count }, (_, index) => index)
    .filter(passes)
    .sort((a, b) => direction * compare(a, b) || a - b);
}

const searched = ({ rows }: ReportData, index: number): readonly string[] => [
  String(rows.row[index] ?? ""),
  rows.id?.[index] ?? "",
  rows.label?.[index] ?? "",
];

function members(data: ReportData, group: RowGroup): ReadonlySet<number> | null {
  switch (group) {
    case "all":
      return null;
    case "typical":
      return new Set(data.clusters.flatMap(({ typical }) => typical));
    case "borderline":
      return new Set(data.clusters.flatMap(({ borderline }) => borderline));
    case "near-tie":
      return new Set(data.rows.evidence.flatMap((evidence, i) => (isNearTie(evidence, data.meanEvidence) ? [i] : [])));
    case "disagreeing":
      return new Set(data.comparison?.disagreeing ?? []);
  }
}

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

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
