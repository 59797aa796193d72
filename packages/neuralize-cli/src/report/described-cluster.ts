import { clusterSentence } from "./cluster-sentences.ts";
import type { ClusteringSummary, ClusterSummary } from "./clustering-summary.ts";
import { significant } from "./rounding.ts";

/** A cluster as clusters.json, the report and the summary on the terminal tell it; numbers have seven digits. */
export interface DescribedCluster {
  readonly cluster: number;
  /** Generated from the features that set it apart: "high alcohol, low hue"; or the user's label with --clusters. */
  readonly name: string;
  /** One generated sentence: name, size, how well separated. */
  readonly sentence: string;
  readonly size: number;
  /** size / rows */
  readonly share: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
}

/** @param names one per cluster */
export function describeCluster(
  summary: ClusteringSummary,
  cluster: ClusterSummary,
  names: readonly string[],
): DescribedCluster {
  const name = names[cluster.cluster] ?? String(cluster.cluster);
  return {
    cluster: cluster.cluster,
    name,
    sentence: clusterSentence(summary, cluster, name),
    size: cluster.size,
    share: significant(cluster.share),
    meanEvidence: significant(cluster.meanEvidence),
    meanSimplifiedSilhouette: significant(cluster.meanSimplifiedSilhouette),
  };
}
