import type { TableColumn, TableModel } from "neuralize";
import type { KSelection } from "../report/page-data.ts";
import type { ColumnChoice } from "../table/column-choice.ts";
import type { MissingCells } from "../table/profile-table.ts";
import type { Table } from "../table/table.ts";
import type { TableProfile } from "../table/table-profile.ts";

/** A clustering that is ready to explain rows of a table, wherever it came from. */
export interface Clustering {
  readonly columns: readonly TableColumn[];
  readonly scaling: TableModel["scaling"];
  /** [K][D], in encoded space. */
  readonly centroids: readonly (readonly number[])[];
  readonly choice: ColumnChoice;
  readonly profile: TableProfile;
  readonly missing: MissingCells;
  /** "k-means, k = 5, best of 10 restarts", "the groups of segment", "model.json". */
  readonly source: string;
  readonly seed: number;
  readonly restarts: number;
  /** β that comes with a model; absent where it follows from the data. */
  readonly beta?: number | null;
  /** Names that come with a model or with --clusters; absent where they are generated. */
  readonly names?: readonly string[];
  readonly kSelection?: KSelection;
  /** Sentences on how it came about. */
  readonly notes: readonly string[];
}

/** Sentences on reading the table, choosing its columns, filling its cells and finding the clustering. */
export const clusteringNotes = (
  table: Pick<Table, "notes">,
  { choice, profile, notes }: Clustering,
): readonly string[] => [...table.notes, ...choice.notes, ...profile.notes, ...notes];
