/**
 * A k-means clustering of a table, as model.json holds it: how raw columns become encoded coordinates, and the
 * centroids in that encoded space. Everything that is needed to explain a new row identically.
 */
export interface TableModel {
  readonly format: "neuralize-kmeans";
  readonly version: 1;
  readonly columns: readonly TableColumn[];
  readonly scaling: "standard" | "minmax" | "none";
  /** Centroids in encoded space, [K][D]; D is the sum of the columns' encoded lengths, in column order. */
  readonly centroids: readonly (readonly number[])[];
  /** Default stiffness β ≥ 0 of min-takes-most; null stands for ∞. */
  readonly beta: number | null;
  readonly clusters: readonly TableCluster[];
  readonly training?: TableTraining;
}

/** One raw column: a number or date takes one coordinate, a category one per category. */
export type TableColumn = NumericColumn | CategoryColumn;

/** encoded = (raw − offset) / scale; a missing cell is replaced by `fill` (raw units) first. Dates are ms since 1970. */
export interface NumericColumn {
  readonly name: string;
  readonly kind: "number" | "date";
  readonly offset: number;
  readonly scale: number;
  /** Raw value for a missing cell; null when missing cells are an error or their rows are dropped. */
  readonly fill: number | null;
}

/**
 * encoded[j] = (raw is categories[j]) · weight; a missing cell counts as category `fill`, an unknown one as none.
 * `weight` makes the whole category weigh as one column: 1/√Σ p(1−p) under standard scaling (total variance 1),
 * 1/√2 otherwise (two different categories are at distance 1).
 */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  readonly categories: readonly string[];
  /** Present when the categories are numbers that are codes: the number of each category, in the same order. */
  readonly codes?: readonly number[];
  readonly weight: number;
  /** Index of the category for a missing cell; null when missing cells are an error or their rows are dropped. */
  readonly fill: number | null;
}

export interface TableCluster {
  readonly cluster: number;
  readonly name: string;
  readonly size: number;
}

/** Where the centroids come from: settings and figures of the fit. */
export interface TableTraining {
  readonly source: string;
  readonly rows: number;
  readonly seed: number;
  readonly restarts: number;
  readonly inertia: number;
  readonly meanEvidence: number;
}
