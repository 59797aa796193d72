import type { TableColumn } from "neuralize";
import type { EmbeddedRow } from "./clustering-summary.ts";
import type { EmbeddingBudget } from "./embedding-budget.ts";
import type { ExplainedChunk } from "./explained-chunk.ts";
import { shownCell } from "./shown-cell.ts";

/** The rows that a report could hold, each list by priority. */
export interface EmbeddingCandidates<R extends { readonly row: number } = EmbeddedRow> {
  /** Per cluster, largest first. */
  readonly clusters: readonly {
    readonly cluster: number;
    readonly size: number;
    readonly typical: readonly R[];
    readonly borderline: readonly R[];
  }[];
  /** Rows that disagree with the given clusters, in random order. */
  readonly disagreeing: readonly R[];
  /** Uniform sample of all rows, in random order. */
  readonly sample: readonly R[];
}

export interface Embedding<R extends { readonly row: number } = EmbeddedRow> {
  /** By row number. */
  readonly rows: readonly R[];
  /** Row numbers per cluster number. */
  readonly typical: ReadonlyMap<number, readonly number[]>;
  readonly borderline: ReadonlyMap<number, readonly number[]>;
  /** Row numbers of the uniform sample, as far as it was taken. */
  readonly sample: readonly number[];
}

/**
 * Chooses the rows of a report within the budget: half of it (all of it where every row fits) for every cluster's most
 * typical and most borderline rows (those of large clusters first, should they not all fit), a tenth for rows that
 * disagree with the clusters that were given, and the rest for a uniform sample of all rows.
 */
export function chooseEmbedding<R extends { readonly row: number }>(
  candidates: EmbeddingCandidates<R>,
  budget: EmbeddingBudget,
): Embedding<R> {
  const chosen = new Map<number, R>();
  const typical = new Map<number, number[]>();
  const borderline = new Map<number, number[]>();
  const fits = (row: R, limit: number) => {
    if (!chosen.has(row.row) && chosen.size >= limit) return false;
    chosen.set(row.row, row);
    return true;
  };

  const bySize = [...candidates.clusters].sort((a, b) => b.size - a.size || a.cluster - b.cluster);
  const rows = candidates.clusters.reduce((sum, { size }) => sum + size, 0);
  const forClusters = rows <= budget.rows ? budget.rows : Math.ceil(budget.rows / 2);
  for (let rank = 0; rank < budget.perCluster; rank++) {
    for (const { cluster, size, ...lists } of bySize) {
      // Of a handful of rows no more than half are typical and half borderline.
      if (rank >= Math.ceil(size / 2)) continue;
      for (const [list, kept] of [[lists.typical, typical] as const, [lists.borderline, borderline] as const]) {
        const row = list[rank];
        if (row !== undefined && fits(row, forClusters)) kept.set(cluster, [...(kept.get(cluster) ?? []), row.row]);
      }
    }
  }
  const forDisagreeing = chosen.size + Math.ceil(budget.rows / 10);
  for (const row of candidates.disagreeing) fits(row, Math.min(budget.rows, forDisagreeing));
  const sample: number[] = [];
  for (const row of candidates.sample) {
    if (!fits(row, budget.rows)) break;
    sample.push(row.row);
  }
  return { rows: [...chosen.values()].sort((a, b) => a.row - b.row), typical, borderline, sample };
}

/** A copy of everything that a report shows of one row of a chunk; `dimensions` is D. */
export function embeddedRow(
  chunk: ExplainedChunk,
  row: number,
  columns: readonly TableColumn[],
  dimensions: number,
): EmbeddedRow {
  const { table } = chunk;
  const id = table.id?.[row];
  const label = table.label?.[row];
  return {
    row: table.row[row] ?? table.start + row,
    ...(typeof id === "string" && { id }),
    ...(typeof label === "string" && { label }),
    cluster: chunk.cluster[row] ?? 0,
    runnerUp: chunk.runnerUp[row] ?? 0,
    evidence: chunk.evidence[row] ?? 0,
    simplifiedSilhouette: chunk.simplifiedSilhouette[row] ?? 0,
    encoded: table.encoded.slice(row * dimensions, (row + 1) * dimensions),
    raw: columns.map((column, index) => {
      const cells = table.raw[index];
      return cells === undefined ? null : shownCell(cells, row, column);
    }),
  };
}
