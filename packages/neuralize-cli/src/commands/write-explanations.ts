import { join } from "node:path";
import type { Engine } from "neuralize";
import type { BeginFile } from "../files/file-set.ts";
import type { Clustering } from "../model/clustering.ts";
import { type ExplainTableOptions, explainTable } from "../model/explain-table.ts";
import type { ClusteringSummary } from "../report/clustering-summary.ts";
import type { ExplainedChunk } from "../report/explained-chunk.ts";
import { summarizeClustering } from "../report/summarize-clustering.ts";
import {
  type ExplanationFormat,
  explanationColumns,
  explanationFileName,
  explanationWriter,
  type WrittenCells,
} from "../table/explanation-writer.ts";
import { filledNames } from "../table/filled-names.ts";
import type { Table } from "../table/table.ts";
import type { Progress } from "../terminal/progress.ts";

export interface WriteExplanationsOptions {
  readonly out: string;
  readonly format: ExplanationFormat;
  readonly id?: string;
  readonly label?: string;
  readonly clusters?: string;
}

export interface WrittenExplanations {
  readonly summary: ClusteringSummary;
  readonly path: string;
}

/**
 * Explains all rows into a file and summarises them on the way.
 * @param begin how the file is begun; it is complete, but without its name where that waits for other files
 */
export async function writeExplanations(
  table: Table,
  clustering: Clustering,
  options: WriteExplanationsOptions,
  request: Pick<ExplainTableOptions, "contrast" | "beta">,
  engine: Engine,
  progress: Progress,
  begin: BeginFile,
): Promise<WrittenExplanations> {
  const { columns, centroids, names, seed, profile, missing } = clustering;
  const { id } = options;
  const label = options.clusters ?? options.label;
  const path = join(options.out, explanationFileName(options.format));
  const accumulator = summarizeClustering({ columns, centroids, seed, ...labelRequest(options, names) });
  const columnNames = columns.map(({ name }) => name);
  const fills = missing === "mean" && profile.columns.some((column) => column.missing > 0);
  const writer = explanationWriter(path, options.format, explanationColumns(id, columnNames, fills), begin);
  try {
    progress.stage("explaining rows", table.rows);
    const held = { ...(id !== undefined && { id }), ...(label !== undefined && { label }) };
    for await (const chunk of explainTable(table, clustering, engine, { ...request, ...held })) {
      accumulator.add(chunk);
      writer.write(chunk.table.count, [
        ...explanationCells(chunk, columns.length),
        ...(fills ? [filledNames(chunk.table.filled, columnNames)] : []),
      ]);
      progress.advance(chunk.table.start + chunk.table.count);
    }
    writer.close();
  } catch (error) {
    writer.abort();
    throw error;
  }
  return { summary: accumulator.finish(), path };
}

function labelRequest(
  { clusters, label }: Pick<WriteExplanationsOptions, "clusters" | "label">,
  names: readonly string[] | undefined,
) {
  if (clusters !== undefined) return { label: { column: clusters, role: "clusters", names: names ?? [] } } as const;
  return label === undefined ? {} : ({ label: { column: label, role: "label" } } as const);
}

/** In the order of `explanationColumns`. */
function explanationCells(chunk: ExplainedChunk, columns: number): readonly WrittenCells[] {
  const { table, cluster, runnerUp, evidence, simplifiedSilhouette, relevance } = chunk;
  const byColumn = Array.from({ length: columns }, (_, column) => {
    const cells = new Float64Array(table.count);
    for (let row = 0; row < table.count; row++) cells[row] = relevance[row * columns + column] ?? 0;
    return cells;
  });
  return [table.id ?? table.row, cluster, runnerUp, evidence, simplifiedSilhouette, ...byColumn];
}
