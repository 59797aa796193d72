import type { TableColumn } from "neuralize";
import { type ClusterMembers, profileOf } from "./cluster-members.ts";
import type { ClusterSummary, ColumnSummary, LabelSummary } from "./clustering-summary.ts";
import { unionOfMoments } from "./column-moments.ts";
import type { Contingency } from "./contingency.ts";
import type { Embedding } from "./embedded-rows.ts";
import { isNearTie } from "./near-tie.ts";
import { shares } from "./shares.ts";

/** The mean over all rows of a figure of which every cluster has the mean over its own; 0 without rows. */
export function weightedMean(clusters: readonly ClusterMembers[], figure: (members: ClusterMembers) => number): number {
  const rows = clusters.reduce((total, { size }) => total + size, 0);
  return clusters.reduce((mean, members) => mean + figure(members) * (members.size / Math.max(1, rows)), 0);
}

/** What the whole looks like, from the members of all clusters. */
export function wholeTable(columns: readonly TableColumn[], clusters: readonly ClusterMembers[]): ColumnSummary[] {
  const moments = unionOfMoments(
    columns.length,
    clusters.map((members) => members.moments),
  );
  return columns.map((column, index) => {
    if (column.kind === "category") {
      const counts = column.categories.map((_, category) =>
        clusters.reduce((total, members) => total + (members.categories[index]?.[category] ?? 0), 0),
      );
      return { kind: "category", shares: shares(counts) };
    }
    const count = moments.count[index] ?? 0;
    const variance = (moments.squares[index] ?? 0) / Math.max(1, count);
    return { kind: column.kind, mean: moments.mean[index] ?? 0, standardDeviation: Math.sqrt(variance) };
  });
}

/** What one cluster is summarised with. */
export interface Surroundings {
  readonly rows: number;
  readonly meanMagnitude: number;
  readonly columns: readonly TableColumn[];
  /** [D] */
  readonly centroid: readonly number[];
  readonly embedding: Embedding;
}

/** The figures of one cluster, from its members. */
export function clusterSummary(members: ClusterMembers, cluster: number, surroundings: Surroundings): ClusterSummary {
  const { rows, meanMagnitude, columns, centroid, embedding } = surroundings;
  const sample = members.sample.items();
  const ties = sample.filter(({ evidence }) => isNearTie(evidence, meanMagnitude)).length;
  let coordinate = 0;
  const profile = columns.map((column, index) => {
    const start = coordinate;
    coordinate += column.kind === "category" ? column.categories.length : 1;
    return profileOf(members, sample, column, index, centroid[start] ?? 0);
  });
  return {
    cluster,
    size: members.size,
    share: members.size / Math.max(1, rows),
    meanEvidence: members.evidence,
    meanSimplifiedSilhouette: members.simplifiedSilhouette,
    nearTies: ties / Math.max(1, sample.length),
    estimated: sample.length < members.size,
    meanRelevance: Array.from(members.relevance),
    profile,
    typical: embedding.typical.get(cluster) ?? [],
    borderline: embedding.borderline.get(cluster) ?? [],
  };
}

/** Adds which of the embedded rows disagree with the clustering that was given. */
export function withDisagreements(
  comparison: Omit<LabelSummary, "disagreements">,
  names: readonly string[] | undefined,
  labels: Contingency | undefined,
  embedding: Embedding,
): LabelSummary {
  if (names === undefined || labels === undefined) return comparison;
  const disagree = embedding.rows.filter(({ label, cluster }) => label !== undefined && label !== names[cluster]);
  return {
    ...comparison,
    disagreements: { count: labels.disagreements(), embedded: disagree.map(({ row }) => row) },
  };
}
