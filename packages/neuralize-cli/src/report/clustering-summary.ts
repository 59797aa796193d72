/**
 * What a clustering looks like over all explained rows: what `summarizeClustering` returns and everything that is
 * written for people (clusters.json, report.html, the terminal) is derived from.
 */
export interface ClusteringSummary {
  readonly rows: number;
  /** Mean evidence over all rows; 0 without rows. */
  readonly meanEvidence: number;
  /** Mean |evidence| over all rows: the yardstick for near-ties. It is `meanEvidence` unless a target was asked for. */
  readonly meanMagnitude: number;
  /** Mean evidence of the assigned clusters against all others, whatever was asked for. */
  readonly meanAssignedEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  /** Σ over rows of the squared distance to the centroid of the assigned cluster, in encoded space. */
  readonly inertia: number;
  /** Largest |Σ relevance − evidence| over all rows, and the largest of the same over the row's Σ|relevance|. */
  readonly conservationError: { readonly absolute: number; readonly relative: number };
  /** The whole, per column. */
  readonly columns: readonly ColumnSummary[];
  /** In the order of their numbers; a cluster without rows is present with size 0. */
  readonly clusters: readonly ClusterSummary[];
  /** Typical, borderline and sampled rows, by row number. */
  readonly embedded: readonly EmbeddedRow[];
  /** Row numbers of a uniform random sample of all rows, a subset of `embedded`: what the projection is computed on. */
  readonly sample: readonly number[];
  readonly labels?: LabelSummary;
  /** Sentences: estimated quartiles, rows that are not embedded, labels that could not be compared. */
  readonly notes: readonly string[];
}

/** Over the cells that are present, in raw units; 0 where no cell is. */
export type ColumnSummary =
  | { readonly kind: "number" | "date"; readonly mean: number; readonly standardDeviation: number }
  /** Share of the rows with a category, per category. */
  | { readonly kind: "category"; readonly shares: readonly number[] };

export interface ClusterSummary {
  readonly cluster: number;
  readonly size: number;
  /** size / rows; 0 without rows. */
  readonly share: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  /** Share of the cluster's rows that are nearly a tie (see `nearTieFraction`). */
  readonly nearTies: number;
  /** Whether quartiles and `nearTies` come from a uniform random sample of the cluster's rows instead of all of them. */
  readonly estimated: boolean;
  /** Mean signed relevance per column. */
  readonly meanRelevance: readonly number[];
  /** Per column. */
  readonly profile: readonly ProfileSummary[];
  /** Row numbers, largest |evidence| first; each is in `embedded`. */
  readonly typical: readonly number[];
  /** Row numbers, smallest |evidence| first; each is in `embedded`. */
  readonly borderline: readonly number[];
}

/** What the members of one cluster look like in one column: over the cells that are present, in raw units. */
export type ProfileSummary =
  | {
      readonly kind: "number" | "date";
      readonly mean: number;
      readonly median: number;
      readonly quartiles: readonly [number, number];
      /** Cells that the figures rest on. With 0 they are the centroid's own coordinate in raw units. */
      readonly cells: number;
    }
  | { readonly kind: "category"; readonly shares: readonly number[]; readonly cells: number };

export interface EmbeddedRow {
  /** Number of the row in the file, from 0. */
  readonly row: number;
  readonly id?: string;
  readonly label?: string;
  readonly cluster: number;
  readonly runnerUp: number;
  readonly evidence: number;
  readonly simplifiedSilhouette: number;
  /** [D] */
  readonly encoded: Float64Array;
  /** Per column, as shown: null where the cell was missing. */
  readonly raw: readonly (number | string | null)[];
}

/** Clusters against given labels. */
export interface LabelSummary {
  readonly column: string;
  readonly role: "label" | "clusters";
  readonly labels: readonly string[];
  /** Rows per label (outer) and cluster (inner). */
  readonly counts: readonly (readonly number[])[];
  readonly adjustedRand: number;
  /** role "clusters": share of the labelled rows whose nearest centroid is the one of their own label. */
  readonly agreement?: number;
  /** role "clusters": how many rows disagree, and the numbers of those that are embedded. */
  readonly disagreements?: { readonly count: number; readonly embedded: readonly number[] };
}
