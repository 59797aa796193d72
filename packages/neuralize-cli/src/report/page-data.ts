import type { CategoryDistribution, NumberDistribution } from "../table/table-profile.ts";
import type { DescribedCluster } from "./described-cluster.ts";

/**
 * The data of a report page on a table: what `neuralize explain` writes into report.html and the viewer reads.
 *
 * Two spaces occur. *Raw* values are what the user's file holds. *Encoded* values are what was clustered: filled,
 * scaled, and with every category as its own coordinate. A column owns `encodedLength` coordinates from
 * `encodedStart` (1 for numbers and dates, one per category else); its relevance is the sum over them.
 * Clusters are numbered from 0; rows of the file are numbered from 0 too.
 */
export interface ReportData {
  readonly kind: "table";
  readonly version: 1;
  /** What was clustered, e.g. "wine.csv". */
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  readonly clusters: readonly ReportCluster[];
  /** Centroids in encoded space, [K][D]. */
  readonly centroids: readonly (readonly number[])[];
  /** Stiffness β ≥ 0 of min-takes-most that the files were written with; null stands for ∞. */
  readonly beta: number | null;
  /** Rows in the whole file after --where and dropping. */
  readonly totalRows: number;
  /** Mean |evidence| over the whole file: the yardstick for "nearly a tie". */
  readonly meanEvidence: number;
  readonly rows: ReportRows;
  /** Principal components of the encoded data (whole file or a stated sample). */
  readonly projection: Projection;
  /** Present when k was chosen over a range. */
  readonly kSelection?: KSelection;
  /** Present with --label or --clusters. */
  readonly comparison?: LabelComparison;
  readonly provenance: Provenance;
}

export interface ReportColumn {
  readonly name: string;
  readonly kind: "number" | "date" | "category";
  readonly encodedStart: number;
  readonly encodedLength: number;
  /** kind "category": labels in the order of their coordinates. */
  readonly categories?: readonly string[];
  /** encoded = (raw − offset) / scale; for dates raw is milliseconds since 1970. Absent for categories. */
  readonly offset?: number;
  readonly scale?: number;
  /** Cells that were missing and have been filled. */
  readonly filled: number;
  /** The distribution of the whole file in raw units. */
  readonly distribution: NumberDistribution | CategoryDistribution;
}

export type { CategoryDistribution, NumberDistribution };

export interface ReportCluster extends DescribedCluster {
  /** Mean signed relevance per column, in the order of `columns`, against the runner-up (β as above). */
  readonly meanRelevance: readonly number[];
  /** What members look like, per column. */
  readonly profile: readonly ClusterProfile[];
  /** Indices into `rows` (not into the file), by |evidence|: largest first; smallest first. Empty where --against leaves no competitor. */
  readonly typical: readonly number[];
  readonly borderline: readonly number[];
}

export type ClusterProfile =
  | { readonly mean: number; readonly median: number; readonly quartiles: readonly [number, number] }
  /** Share of the cluster's rows per category. */
  | { readonly shares: readonly number[] };

/** The embedded rows, column by column: every typical and borderline row and a sample of the others. */
export interface ReportRows {
  readonly count: number;
  /** Number of the row in the file, from 0. */
  readonly row: readonly number[];
  /** What the user calls the row (--id), else absent. */
  readonly id?: readonly string[];
  readonly cluster: readonly number[];
  readonly runnerUp: readonly number[];
  readonly evidence: readonly number[];
  readonly simplifiedSilhouette: readonly number[];
  /** Encoded values, [count × D] row-major. */
  readonly encoded: readonly number[];
  /** Raw values as shown: per column, per row; null where the cell was missing (and has been filled). */
  readonly raw: readonly (readonly (number | string | null)[])[];
  /** Given label of --label or --clusters, if any. */
  readonly label?: readonly string[];
  /** Two coordinates per row: [x0, y0, x1, y1, ...]. */
  readonly projected: readonly number[];
}

export interface Projection {
  /** Share of the variance that each of the two axes explains, 0..1. */
  readonly explained: readonly [number, number];
  /** Centroids on the two axes, [K][2]. */
  readonly centroids: readonly (readonly [number, number])[];
}

export interface KSelection {
  readonly chosen: number;
  /** Mean silhouette for every k tried. */
  readonly curve: readonly { readonly k: number; readonly silhouette: number; readonly inertia: number }[];
  /** "all rows" or "a random sample of 5000 rows". */
  readonly basis: string;
}

export interface LabelComparison {
  readonly column: string;
  /** "label": held out (--label). "clusters": the clustering that was given (--clusters). */
  readonly role: "label" | "clusters";
  readonly labels: readonly string[];
  /** Rows per label (outer) and cluster (inner). */
  readonly counts: readonly (readonly number[])[];
  readonly adjustedRand: number;
  /** role "clusters": share of rows whose nearest centroid is the one of their own label. */
  readonly agreement?: number;
  /** role "clusters": which label each cluster number stands for is its index in `labels`; rows that disagree, as indices into `rows`. */
  readonly disagreeing?: readonly number[];
}

export interface Provenance {
  readonly command: string;
  readonly version: string;
  readonly engine: string;
  readonly seed: number;
  readonly scaling: string;
  readonly inertia: number;
  readonly restarts: number;
  /** Largest |Σ relevance − evidence| over all rows, and the same over the row's Σ|relevance|. */
  readonly conservationError: { readonly absolute: number; readonly relative: number };
  /** Sentences about what was filled, dropped, left out, sampled. */
  readonly notes: readonly string[];
  /** Competitors chosen with --against; absent for all. */
  readonly against?: readonly number[];
  /** Cluster explained with --target; absent for the assigned one. */
  readonly target?: number;
}
