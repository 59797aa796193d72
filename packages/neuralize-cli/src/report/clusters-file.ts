import type { TableColumn } from "neuralize";
import type { TableProfile } from "../table/table-profile.ts";
import type { ClusteringSummary, ClusterSummary } from "./clustering-summary.ts";
import { type DescribedCluster, describeCluster } from "./described-cluster.ts";
import { significant } from "./rounding.ts";
import { shares } from "./shares.ts";
import { isoDate } from "./shown-number.ts";

/**
 * clusters.json: what every cluster is, for programs and for people. Numbers have seven significant digits, values are
 * in the file's own units, dates are ISO 8601 in UTC, rows and clusters are numbered from 0.
 */
export interface ClustersFile {
  readonly format: "neuralize-clusters";
  readonly version: 1;
  /** Rows explained. */
  readonly rows: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  readonly inertia: number;
  readonly clusters: readonly ClusterEntry[];
  /** Present with --label or --clusters. */
  readonly comparison?: ComparisonEntry;
  /** Sentences: what is estimated, filled, left out. */
  readonly notes: readonly string[];
}

export interface ClusterEntry extends DescribedCluster {
  /** Share of the cluster's rows whose evidence is at most a tenth of the mean over all rows. */
  readonly nearTies: number;
  readonly columns: readonly ClusterColumn[];
  /** Largest evidence first. */
  readonly typical: readonly RowEntry[];
  /** Smallest evidence first. */
  readonly borderline: readonly RowEntry[];
}

/** One column of one cluster: what drives membership (relevance) and what members look like (profile). */
export type ClusterColumn = NumberColumnEntry | CategoryColumnEntry;

export interface NumberColumnEntry {
  readonly column: string;
  readonly kind: "number" | "date";
  /** Mean signed relevance over the members, in squared scaled units. */
  readonly meanRelevance: number;
  /** Of the members' present cells; of the centroid where there is none. */
  readonly members: Quartiles;
  /** Of all rows. */
  readonly whole: Quartiles;
}

export interface CategoryColumnEntry {
  readonly column: string;
  readonly kind: "category";
  readonly meanRelevance: number;
  /** Share of the members and of all rows per category; cells without a category do not count. */
  readonly categories: readonly { readonly category: string; readonly members: number; readonly whole: number }[];
}

/** `quartiles` are the first and the third. Numbers, or ISO 8601 for dates. */
export interface Quartiles {
  readonly mean: number | string;
  readonly median: number | string;
  readonly quartiles: readonly [number | string, number | string];
}

export interface RowEntry {
  readonly row: number;
  readonly id?: string;
  readonly runnerUp: number;
  readonly evidence: number;
  readonly simplifiedSilhouette: number;
}

export interface ComparisonEntry {
  readonly column: string;
  readonly role: "label" | "clusters";
  readonly adjustedRand: number;
  /** Share of the rows that are nearest to the centroid of their own label; only with --clusters. */
  readonly agreement?: number;
  /** Rows per label; `clusters[k]` of them are in cluster k. */
  readonly labels: readonly { readonly label: string; readonly clusters: readonly number[] }[];
}

/** What clusters.json is made from. */
export interface ClustersFileInput {
  readonly summary: ClusteringSummary;
  readonly columns: readonly TableColumn[];
  readonly profile: TableProfile;
  /** One per cluster. */
  readonly names: readonly string[];
  readonly notes: readonly string[];
}

/** The content of clusters.json. */
export function clustersFile({ summary, columns, profile, names, notes }: ClustersFileInput): ClustersFile {
  const rows = new Map(summary.embedded.map((row) => [row.row, row]));
  const entries = (numbers: readonly number[]): RowEntry[] =>
    numbers.flatMap((number) => {
      const row = rows.get(number);
      if (row === undefined) return [];
      return {
        row: number,
        ...(row.id !== undefined && { id: row.id }),
        runnerUp: row.runnerUp,
        evidence: significant(row.evidence),
        simplifiedSilhouette: significant(row.simplifiedSilhouette),
      };
    });
  return {
    format: "neuralize-clusters",
    version: 1,
    rows: summary.rows,
    meanEvidence: significant(summary.meanEvidence),
    meanSimplifiedSilhouette: significant(summary.meanSimplifiedSilhouette),
    inertia: significant(summary.inertia),
    clusters: summary.clusters.map((cluster) => ({
      ...describeCluster(summary, cluster, names),
      nearTies: significant(cluster.nearTies),
      columns: columns.flatMap((column, index) => columnEntry(column, index, cluster, profile)),
      typical: entries(cluster.typical),
      borderline: entries(cluster.borderline),
    })),
    ...(summary.labels && { comparison: comparisonEntry(summary.labels) }),
    notes: [...notes, ...summary.notes],
  };
}

function columnEntry(
  column: TableColumn,
  index: number,
  cluster: ClusterSummary,
  profile: TableProfile,
): ClusterColumn[] {
  const members = cluster.profile[index];
  const whole = profile.columns[index];
  const meanRelevance = significant(cluster.meanRelevance[index] ?? 0);
  if (members === undefined || whole === undefined) return [];
  if (column.kind === "category") {
    if (members.kind !== "category" || whole.kind !== "category") return [];
    const wholeShares = shares(whole.distribution.counts);
    const categories = column.categories.map((category, c) => ({
      category,
      members: significant(members.shares[c] ?? 0),
      whole: significant(wholeShares[c] ?? 0),
    }));
    return [{ column: column.name, kind: "category", meanRelevance, categories }];
  }
  if (members.kind === "category" || whole.kind === "category") return [];
  const [first, median, third] = whole.distribution.quartiles;
  const value = (raw: number) => (column.kind === "date" ? (isoDate(raw) ?? significant(raw)) : significant(raw));
  return [
    {
      column: column.name,
      kind: column.kind,
      meanRelevance,
      members: {
        mean: value(members.mean),
        median: value(members.median),
        quartiles: [value(members.quartiles[0]), value(members.quartiles[1])],
      },
      whole: { mean: value(whole.distribution.mean), median: value(median), quartiles: [value(first), value(third)] },
    },
  ];
}

function comparisonEntry(labels: NonNullable<ClusteringSummary["labels"]>): ComparisonEntry {
  return {
    column: labels.column,
    role: labels.role,
    adjustedRand: significant(labels.adjustedRand),
    ...(labels.agreement !== undefined && { agreement: significant(labels.agreement) }),
    labels: labels.labels.map((label, index) => ({ label, clusters: labels.counts[index] ?? [] })),
  };
}
