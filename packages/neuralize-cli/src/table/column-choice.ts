/** One column that takes part in the clustering. */
export type ChosenColumn = ChosenNumber | ChosenCategory;

export interface ChosenNumber {
  readonly name: string;
  readonly kind: "number" | "date";
}

export interface ChosenCategory {
  readonly name: string;
  readonly kind: "category";
  /** True when the cells are numbers that are codes (`--categorical`). */
  readonly coded: boolean;
  /** Fixed categories, in order, when a model brings them; else every value that occurs is one. */
  readonly categories?: readonly string[];
  readonly codes?: readonly number[];
}

export interface ColumnChoice {
  readonly columns: readonly ChosenColumn[];
  readonly id?: string;
  readonly label?: string;
  readonly clusters?: string;
  /** Sentences: which columns were left out and why, which numbers look like codes. */
  readonly notes: readonly string[];
}
