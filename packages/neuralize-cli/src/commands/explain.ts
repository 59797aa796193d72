import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { usage } from "../errors/messages.ts";
import { checkWritable, writeWholeFile } from "../files/whole-file.ts";
import type { Clustering } from "../model/clustering.ts";
import { checkRequest } from "../model/clustering-request.ts";
import { type Contrast, explainTable, heuristicStiffness } from "../model/explain-table.ts";
import { obtainClustering } from "../model/obtain-clustering.ts";
import { encodedExplainer, tableModel } from "../model/table-model.ts";
import { clusterNames } from "../report/cluster-names.ts";
import type { ClusteringSummary } from "../report/clustering-summary.ts";
import { clustersFile } from "../report/clusters-file.ts";
import type { ExplainedChunk } from "../report/explained-chunk.ts";
import { reportData } from "../report/report-data.ts";
import { reportPage } from "../report/report-page.ts";
import { runSummary, runSummaryText } from "../report/run-summary.ts";
import { summarizeClustering } from "../report/summarize-clustering.ts";
import {
  type ExplanationFormat,
  type ExplanationWriter,
  explanationColumns,
  explanationWriter,
} from "../table/explanation-writer.ts";
import { writeModel } from "../table/model-file.ts";
import { openTable } from "../table/open-table.ts";
import type { Table } from "../table/table.ts";
import { openFile } from "../terminal/open-file.ts";
import { type Progress, progressOn } from "../terminal/progress.ts";
import { version } from "../version.ts";
import type { TableOptions } from "./table-options.ts";

export interface ExplainOptions extends TableOptions {
  readonly out: string;
  readonly clusters?: string;
  readonly model?: string;
  readonly centroids?: string;
  readonly beta: number | "auto";
  readonly against?: readonly number[];
  readonly target: "assigned" | number;
  readonly format: ExplanationFormat;
  readonly json?: boolean;
  readonly open?: boolean;
}

/** `neuralize explain`: from a table and a clustering to every file of an explanation in `out`. */
export async function explain(path: string, options: ExplainOptions, command: string): Promise<void> {
  checkRequest(options);
  checkContrast(options, typeof options.k === "number" ? options.k : undefined);
  checkWritable(join(options.out, `explanations.${options.format}`));
  const progress = progressOn(process.stderr, options.quiet === true);
  const engine = await openEngine(options.engine, options);
  const table = await openTable(path, options);
  try {
    await explainOpened(table, options, command, engine, progress);
  } finally {
    progress.finish();
    await table.close();
  }
}

async function explainOpened(
  table: Table,
  options: ExplainOptions,
  command: string,
  engine: Engine,
  progress: Progress,
): Promise<void> {
  const clustering = await obtainClustering(table, options, engine, progress);
  checkContrast(options, clustering.centroids.length);
  const { target, against } = options;
  const contrast: Contrast = { target, ...(against !== undefined && { against }) };
  progress.stage("measuring evidence");
  const stiffness = await stiffnessOf(options, table, clustering, engine);
  const { summary, explanations } = await writeExplanations(
    table,
    clustering,
    options,
    contrast,
    stiffness,
    engine,
    progress,
  );
  progress.finish();
  const names = clustering.names ?? clusterNames(summary, clustering.columns);
  const model = tableModel(clustering, summary, names, stiffness);
  const notes = [
    ...table.notes,
    ...clustering.choice.notes,
    ...clustering.profile.notes,
    ...clustering.notes,
    ...contrastNotes(contrast, summary),
  ];
  const at = (file: string): string => join(options.out, file);
  const files = {
    explanations,
    clusters: at("clusters.json"),
    model: at("model.json"),
    explainer: at("explainer.onnx"),
    report: at("report.html"),
  };
  const { columns, profile, kSelection } = clustering;
  const selection = kSelection === undefined ? {} : { kSelection };
  writeWholeFile(
    files.clusters,
    `${JSON.stringify(clustersFile({ summary, columns, profile, names, notes }), undefined, 2)}\n`,
  );
  writeModel(files.model, model);
  writeWholeFile(files.explainer, encodedExplainer(model, contrast));
  const provenance = {
    command,
    version,
    engine: engine.name,
    seed: clustering.seed,
    scaling: clustering.scaling,
    restarts: clustering.restarts,
    notes: [`Clustering: ${clustering.source}.`, ...notes],
    ...(contrast.against && { against: contrast.against }),
    ...(contrast.target !== "assigned" && { target: contrast.target }),
  };
  const page = reportData({
    title: table.title,
    model,
    beta: stiffness,
    profile,
    summary,
    names,
    ...selection,
    provenance,
  });
  writeWholeFile(files.report, reportPage(page));
  const run = { title: table.title, columns, summary, names, notes, files, ...selection };
  if (options.json) process.stdout.write(`${JSON.stringify(runSummary(run), undefined, 2)}\n`);
  else if (options.quiet !== true) {
    process.stdout.write(`${runSummaryText(run)}\n\nOpen the report: ${pathToFileURL(resolve(files.report)).href}\n`);
  }
  if (options.open) openFile(files.report);
}

/** @param count of clusters, undefined while it is not known */
function checkContrast({ target, against }: ExplainOptions, count = Number.POSITIVE_INFINITY): void {
  if (against?.length === 1 && against[0] === target) {
    throw usage(`Cluster ${target} cannot be explained against itself alone; name another one with --against.`);
  }
  for (const cluster of [...(against ?? []), ...(target === "assigned" ? [] : [target])]) {
    if (cluster >= count) throw usage(`There is no cluster ${cluster}; clusters are numbered from 0 to ${count - 1}.`);
  }
}

function contrastNotes({ target, against }: Contrast, summary: ClusteringSummary): readonly string[] {
  const [only, ...others] = against ?? [];
  if (only === undefined || others.length > 0 || target !== "assigned") return [];
  const size = summary.clusters[only]?.size ?? 0;
  return size === 0
    ? []
    : [
        `The ${size} rows of cluster ${only} have no competitor in --against ${only}; their evidence and relevance are 0.`,
      ];
}

/** β as a number, null for ∞: given, else the model's, else NEON's heuristic. */
async function stiffnessOf(
  { beta }: ExplainOptions,
  table: Table,
  clustering: Clustering,
  engine: Engine,
): Promise<number | null> {
  if (beta !== "auto") return Number.isFinite(beta) ? beta : null;
  return clustering.beta !== undefined ? clustering.beta : heuristicStiffness(table, clustering, engine);
}

interface Written {
  readonly summary: ClusteringSummary;
  readonly explanations: string;
}

async function writeExplanations(
  table: Table,
  clustering: Clustering,
  options: ExplainOptions,
  contrast: Contrast,
  stiffness: number | null,
  engine: Engine,
  progress: Progress,
): Promise<Written> {
  const { columns, centroids, names, seed } = clustering;
  const label = options.clusters ?? options.label;
  const explanations = join(options.out, `explanations.${options.format}`);
  const accumulator = summarizeClustering({ columns, centroids, seed, ...labelRequest(options, names) });
  const writer = explanationWriter(
    explanations,
    options.format,
    explanationColumns(
      options.id,
      columns.map(({ name }) => name),
    ),
  );
  const request = {
    contrast,
    beta: stiffness ?? Number.POSITIVE_INFINITY,
    ...(options.id !== undefined && { id: options.id }),
    ...(label !== undefined && { label }),
  };
  try {
    progress.stage("explaining rows", table.rows);
    for await (const chunk of explainTable(table, clustering, engine, request)) {
      accumulator.add(chunk);
      writeChunk(writer, chunk, columns.length);
      progress.advance(chunk.table.start + chunk.table.count);
    }
    writer.close();
  } catch (error) {
    writer.abort();
    throw error;
  }
  return { summary: accumulator.finish(), explanations };
}

function labelRequest({ clusters, label }: ExplainOptions, names: readonly string[] | undefined) {
  if (clusters !== undefined) return { label: { column: clusters, role: "clusters", names: names ?? [] } } as const;
  return label === undefined ? {} : ({ label: { column: label, role: "label" } } as const);
}

function writeChunk(writer: ExplanationWriter, chunk: ExplainedChunk, columns: number): void {
  const { table, cluster, runnerUp, evidence, simplifiedSilhouette, relevance } = chunk;
  const byColumn = Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: table.count }, (_, row) => relevance[row * columns + column] ?? 0),
  );
  writer.write(table.count, [table.id ?? table.row, cluster, runnerUp, evidence, simplifiedSilhouette, ...byColumn]);
}
