/** What a table's chosen columns hold, over the rows that remain after the filter and after dropping. */
export interface TableProfile {
  /** Rows that remain: `table.rows − dropped`. */
  readonly rows: number;
  /** Rows dropped because a chosen cell was missing (`missing: "drop"`), else 0. */
  readonly dropped: number;
  /** In the order of the chosen columns. */
  readonly columns: readonly ColumnProfile[];
  /** Sentences: missing cells, dropped rows, unknown categories, quartiles from a sample. */
  readonly notes: readonly string[];
}

export type ColumnProfile = NumberProfile | CategoryProfile;

export interface NumberProfile {
  readonly name: string;
  readonly kind: "number" | "date";
  /** Missing cells in the rows that remain. */
  readonly missing: number;
  /** Over the cells that are present, in raw units (dates: ms since 1970). */
  readonly distribution: NumberDistribution;
}

export interface CategoryProfile {
  readonly name: string;
  readonly kind: "category";
  readonly missing: number;
  /** Cells with a value that a model's categories do not include; 0 without a model. */
  readonly unknown: number;
  readonly categories: readonly string[];
  readonly codes?: readonly number[];
  readonly distribution: CategoryDistribution;
}

export interface NumberDistribution {
  readonly mean: number;
  /** Population standard deviation. */
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly quartiles: readonly [number, number, number];
  readonly maximum: number;
  /** 30 equal-width bins from minimum to maximum. */
  readonly histogram: readonly number[];
}

export interface CategoryDistribution {
  /** Rows per category, in the order of `categories`. */
  readonly counts: readonly number[];
}
