import { openEngine } from "../engines/open-engine.ts";
import { usage } from "../errors/messages.ts";
import { refuseOverwriting } from "../files/refuse-overwriting.ts";
import { checkWritable } from "../files/whole-file.ts";
import { clusteringNotes } from "../model/clustering.ts";
import { checkRequest } from "../model/clustering-request.ts";
import { explainTable, heuristicStiffness } from "../model/explain-table.ts";
import { obtainClustering } from "../model/obtain-clustering.ts";
import { tableModel } from "../model/table-model.ts";
import { clusterNames } from "../report/cluster-names.ts";
import { runSummaryText } from "../report/run-summary.ts";
import { summarizeClustering } from "../report/summarize-clustering.ts";
import { writeModel } from "../table/model-file.ts";
import { openTable } from "../table/open-table.ts";
import { progressOn } from "../terminal/progress.ts";
import type { TableOptions } from "./table-options.ts";

export interface FitOptions extends TableOptions {
  readonly out: string;
}

/** `neuralize fit`: k-means on a table, saved as model.json. */
export async function fit(path: string, options: FitOptions): Promise<void> {
  if (options.k === undefined) throw usage("Say how many clusters: -k 5, or -k 2..10 to choose by silhouette.");
  checkRequest(options);
  refuseOverwriting([options.out], [path]);
  checkWritable(options.out);
  const progress = progressOn(process.stderr, options.quiet === true);
  const engine = await openEngine(options.engine, options);
  const table = await openTable(path, options);
  try {
    const clustering = await obtainClustering(table, options, engine, progress);
    const beta = await heuristicStiffness(table, clustering, engine);
    const { columns, centroids, seed } = clustering;
    const { label } = options;
    const accumulator = summarizeClustering({
      columns,
      centroids,
      seed,
      ...(label !== undefined && { label: { column: label, role: "label" } }),
    });
    progress.stage("measuring rows", table.rows);
    const request = { contrast: { target: "assigned" }, beta: beta ?? Number.POSITIVE_INFINITY } as const;
    const held = label === undefined ? {} : { label };
    for await (const chunk of explainTable(table, clustering, engine, { ...request, ...held })) {
      accumulator.add(chunk);
      progress.advance(chunk.table.start + chunk.table.count);
    }
    progress.finish();
    const summary = accumulator.finish();
    const names = clusterNames(summary, columns);
    writeModel(options.out, tableModel(clustering, summary, names, beta));
    if (options.quiet === true) return;
    const text = runSummaryText({
      title: table.title,
      columns,
      // Its notes are on the report, which is not written here.
      summary: { ...summary, notes: [] },
      names,
      ...(clustering.kSelection && { kSelection: clustering.kSelection }),
      notes: clusteringNotes(table, clustering),
      files: { model: options.out },
    });
    process.stdout.write(`${text}\n`);
  } finally {
    progress.finish();
    await table.close();
  }
}
