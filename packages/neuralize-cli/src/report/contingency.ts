import { adjustedRand } from "./adjusted-rand.ts";
import type { LabelSummary } from "./clustering-summary.ts";
import { counted, quantity } from "./phrases.ts";

/** More different labels than this are an identifier rather than a grouping: they are not compared. */
export const mostLabels = 1000;

export interface LabelColumn {
  readonly column: string;
  readonly role: "label" | "clusters";
  /** role "clusters": the label that each cluster stands for. */
  readonly names?: readonly string[];
}

/** The cross-table of given labels and clusters, filled row by row. */
export interface Contingency {
  /** Counts one row and tells whether its label is the one that its cluster stands for (always true for role "label"). */
  readonly add: (label: string | null, cluster: number) => boolean;
  readonly finish: () => {
    readonly comparison?: Omit<LabelSummary, "disagreements">;
    readonly notes: readonly string[];
  };
  /** Labelled rows whose label is not the one that their cluster stands for. */
  readonly disagreements: () => number;
}

const byLabel = new Intl.Collator("en", { numeric: true });
const inReadingOrder = (labels: readonly string[]) =>
  [...labels].sort((a, b) => byLabel.compare(a, b) || (a < b ? -1 : 1));

/** Counts labels against `clusters` clusters in memory bounded by {@link mostLabels}. */
export function contingency(request: LabelColumn, clusters: number): Contingency {
  const names = request.role === "clusters" ? (request.names ?? []) : [];
  const counts = new Map<string, number[]>(names.map((name) => [name, new Array<number>(clusters).fill(0)]));
  const limit = Math.max(mostLabels, names.length);
  let tooMany = false;
  let unlabelled = 0;
  let labelled = 0;
  let disagreements = 0;

  return {
    add(label, cluster) {
      if (label === null) {
        unlabelled++;
        return true;
      }
      labelled++;
      const row = counts.get(label) ?? new Array<number>(clusters).fill(0);
      row[cluster] = (row[cluster] ?? 0) + 1;
      if (counts.has(label) || counts.size < limit) counts.set(label, row);
      else tooMany = true;
      const agrees = request.role === "label" || names[cluster] === label;
      if (!agrees) disagreements++;
      return agrees;
    },
    disagreements: () => disagreements,
    finish() {
      const column = request.column;
      const missing =
        unlabelled === 0
          ? []
          : [
              `${quantity(unlabelled, "row has", "rows have")} no value in ${column} and no part in the comparison with it.`,
            ];
      if (tooMany) {
        const note = `${column} has more than ${counted(limit)} different values, so it was not compared with the clusters.`;
        return { notes: [note] };
      }
      if (labelled === 0) return { notes: missing };
      const others = [...counts.keys()].filter((label) => !names.includes(label));
      const labels = [...names, ...inReadingOrder(others)];
      const table = labels.map((label) => counts.get(label) ?? []);
      const comparison = { column, role: request.role, labels, counts: table, adjustedRand: adjustedRand(table) };
      return {
        comparison: request.role === "label" ? comparison : { ...comparison, agreement: 1 - disagreements / labelled },
        notes: missing,
      };
    },
  };
}
