import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import type { FileSet } from "../files/file-set.ts";
import { refuseOverwriting } from "../files/refuse-overwriting.ts";
import { checkWritable } from "../files/whole-file.ts";
import { type Clustering, clusteringNotes } from "../model/clustering.ts";
import { checkRequest, isOnnx } from "../model/clustering-request.ts";
import { type Contrast, checkContrast, contrastNotes } from "../model/contrast.ts";
import { heuristicStiffness } from "../model/explain-table.ts";
import { obtainClustering } from "../model/obtain-clustering.ts";
import { encodedExplainer, explainerNotes, tableModel } from "../model/table-model.ts";
import { clusterNames } from "../report/cluster-names.ts";
import { clustersFile } from "../report/clusters-file.ts";
import { reportData } from "../report/report-data.ts";
import { reportPage } from "../report/report-page.ts";
import { type RunInput, runSummary, runSummaryText } from "../report/run-summary.ts";
import { type ExplanationFormat, explanationFileName } from "../table/explanation-writer.ts";
import { modelText } from "../table/model-file.ts";
import { openTable } from "../table/open-table.ts";
import { removeStaleExplanations } from "../table/stale-explanations.ts";
import type { Table } from "../table/table.ts";
import { jsonText } from "../terminal/json-text.ts";
import { openFile } from "../terminal/open-file.ts";
import { type Progress, progressOn } from "../terminal/progress.ts";
import { version } from "../version.ts";
import type { TableOptions } from "./table-options.ts";
import { writeExplanations } from "./write-explanations.ts";
import { writeRun } from "./write-run.ts";

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
  const names = [explanationFileName(options.format), "clusters.json", "model.json", "explainer.onnx", reportFileName];
  const model = options.model !== undefined && isOnnx(options.model) ? options.model : undefined;
  refuseOverwriting(
    names.map((name) => join(options.out, name)),
    [path, options.centroids, model],
  );
  checkWritable(join(options.out, explanationFileName(options.format)));
  const progress = progressOn(process.stderr, options.quiet === true);
  const engine = await openEngine(options.engine, options);
  const table = await openTable(path, options);
  try {
    const run = await writeRun(progress, (files) => explainInto(files, table, options, command, engine, progress));
    removeStaleExplanations(options.out, options.format, path);
    tell(run, options);
  } finally {
    await table.close();
  }
  if (options.open) openFile(join(options.out, reportFileName));
}

const reportFileName = "report.html";

/** Writes every file of an explanation, none of which has its name before the set is committed. */
async function explainInto(
  files: FileSet,
  table: Table,
  options: ExplainOptions,
  command: string,
  engine: Engine,
  progress: Progress,
): Promise<RunInput> {
  const clustering = await obtainClustering(table, options, engine, progress);
  checkContrast(options, clustering.centroids.length);
  const { target, against } = options;
  const contrast: Contrast = { target, ...(against !== undefined && { against }) };
  progress.stage("measuring evidence");
  const beta = await stiffnessOf(options, table, clustering, engine);
  const request = { contrast, beta: beta ?? Number.POSITIVE_INFINITY };
  const { summary, path } = await writeExplanations(table, clustering, options, request, engine, progress, files.begin);
  progress.stage("writing the report");
  const names = clustering.names ?? clusterNames(summary, clustering.columns);
  const model = tableModel(clustering, summary, names, beta);
  const notes = [
    ...clusteringNotes(table, clustering),
    ...explainerNotes(clustering.columns),
    ...contrastNotes(contrast, summary, names),
  ];
  const { columns, profile, kSelection } = clustering;
  const { title } = table;
  const selection = kSelection === undefined ? {} : { kSelection };
  const write = (name: string, content: Uint8Array | string): string => {
    files.write(join(options.out, name), content);
    return join(options.out, name);
  };
  const members = clustersFile({ summary, columns, profile, names, notes });
  const provenance = provenanceOf(clustering, contrast, engine, command, notes);
  const page = reportData({ title, model, beta, profile, summary, names, ...selection, provenance });
  const written = {
    explanations: path,
    clusters: write("clusters.json", `${JSON.stringify(members, undefined, 2)}\n`),
    model: write("model.json", modelText(model)),
    explainer: write("explainer.onnx", encodedExplainer(model, contrast)),
    report: write(reportFileName, reportPage(page)),
  };
  return { title, columns, summary, names, notes, files: written, ...selection };
}

const provenanceOf = (
  clustering: Clustering,
  { target, against }: Contrast,
  engine: Engine,
  command: string,
  notes: readonly string[],
) => ({
  command,
  version,
  engine: engine.name,
  seed: clustering.seed,
  scaling: clustering.scaling,
  restarts: clustering.restarts,
  notes: [`Clustering: ${clustering.source}.`, ...notes],
  ...(against && { against }),
  ...(target !== "assigned" && { target }),
});

/** The summary on stdout. */
function tell(run: RunInput, { json, quiet, out }: ExplainOptions): void {
  if (json) process.stdout.write(jsonText(runSummary(run)));
  else if (quiet !== true) {
    const report = pathToFileURL(resolve(out, reportFileName)).href;
    process.stdout.write(`${runSummaryText(run)}\n\nOpen the report: ${report}\n`);
  }
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
