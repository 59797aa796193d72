import { compile, encode, inputCodes, type TableModel, tableGraph } from "neuralize";
import type { ClusteringSummary } from "../report/clustering-summary.ts";
import { version } from "../version.ts";
import type { Clustering } from "./clustering.ts";
import type { Contrast } from "./contrast.ts";

/** What model.json holds: everything to explain new rows identically, and where it comes from. */
export const tableModel = (
  clustering: Clustering,
  summary: ClusteringSummary,
  names: readonly string[],
  beta: number | null,
): TableModel => ({
  format: "neuralize-kmeans",
  version: 1,
  columns: clustering.columns,
  scaling: clustering.scaling,
  centroids: clustering.centroids,
  beta,
  clusters: summary.clusters.map(({ cluster, size }) => ({ cluster, name: names[cluster] ?? String(cluster), size })),
  training: {
    source: clustering.source,
    rows: summary.rows,
    seed: clustering.seed,
    restarts: clustering.restarts,
    inertia: summary.inertia,
    meanEvidence: summary.meanAssignedEvidence,
  },
});

/** β as metadata writes it: 3e38 acts as ∞, which JSON and float32 parsers do not agree on. */
export const statedStiffness = (beta: number): string => String(Math.min(beta, 3e38));

/** Says which categories the explainer takes by other numbers than the file's. */
export const explainerNotes = (columns: TableModel["columns"]): readonly string[] =>
  columns
    .filter((column) => column.kind === "category" && column.codes !== undefined && inputCodes(column) !== column.codes)
    .map(
      ({ name }) =>
        `explainer.onnx takes ${name} by the place of its category in the model's list (see the file's metadata): float32 does not tell its codes apart.`,
    );

/**
 * The explainer of a model as an ONNX file: raw rows `x` [N, columns] and `beta` in; `cluster`, `runner_up`,
 * `discriminants`, `evidence` and `relevance` [N, columns] out. Its metadata says how to feed it.
 */
export function encodedExplainer(model: TableModel, contrast: Contrast = { target: "assigned" }): Uint8Array {
  const { graph, head } = tableGraph(model);
  const compiled = compile(graph, { head, ...contrast });
  const columns = model.columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    ...(column.kind === "category" && {
      categories: column.categories,
      codes: inputCodes(column),
    }),
  }));
  return encode(compiled.graph, {
    name: "neuralized_kmeans",
    documentation:
      "Explains a k-means assignment. x: raw rows, one column per entry of the metadata's columns (a category by its entry in codes, a date in ms since 1970, NaN where missing). beta: stiffness, default in the metadata. relevance sums to evidence.",
    metadata: {
      "neuralize.version": version,
      "neuralize.columns": JSON.stringify(columns),
      "neuralize.clusters": JSON.stringify(model.clusters.map(({ name }) => name)),
      "neuralize.beta": statedStiffness(model.beta ?? Number.POSITIVE_INFINITY),
    },
  });
}
