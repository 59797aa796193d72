import type { ClusterMembers } from "./cluster-members.ts";
import type { Embedding } from "./embedded-rows.ts";
import type { EmbeddingBudget } from "./embedding-budget.ts";
import { counted, quantity } from "./phrases.ts";

/** Says which figures are estimates; `sampled` is the number of members that a cluster's sample holds. */
export function estimationNotes(clusters: readonly ClusterMembers[], sampled: number): string[] {
  if (clusters.every(({ size }) => size <= sampled)) return [];
  return [
    `Medians, quartiles and near-ties of clusters with more than ${counted(sampled)} rows are estimated from a uniform random sample of ${counted(sampled)} of their rows.`,
  ];
}

/** Says which rows are in the report when not all are, and what the projection is computed on. */
export function embeddingNotes(report: {
  readonly rows: number;
  readonly embedding: Embedding;
  readonly clusters: readonly ClusterMembers[];
  readonly dimensions: number;
  readonly budget: EmbeddingBudget;
}): string[] {
  const { rows, embedding, clusters, dimensions, budget } = report;
  const held = embedding.rows.length;
  if (held === rows) return [];
  const occupied = clusters.filter(({ size }) => size > 0).length;
  const shown = Math.min(embedding.typical.size, embedding.borderline.size);
  const which =
    shown === occupied ? "every cluster" : `the ${quantity(shown, "largest cluster")} of ${counted(occupied)}`;
  const wide =
    budget.rows < dimensions ? ` Each row has ${counted(dimensions)} coordinates, so that it holds few of them.` : "";
  return [
    `The report holds ${counted(held)} of ${quantity(rows, "row")}: the most typical and the borderline rows of ${which} and a uniform random sample of the others; all figures but the projection are of all rows.${wide}`,
    `The projection is computed on the uniform random sample of ${quantity(embedding.sample.length, "row")} among them.`,
  ];
}
