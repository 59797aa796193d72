import type { Database } from "./database.ts";

/** What the cells of a column are, as far as clustering is concerned. */
export type CellKind = "number" | "date" | "boolean" | "text" | "other";

/** One column as the file has it. */
export interface RawColumn {
  readonly name: string;
  /** DuckDB's name of the type, e.g. "BIGINT", "DOUBLE", "VARCHAR". */
  readonly type: string;
  readonly kind: CellKind;
}

/**
 * An open file of rows and columns. Its rows are numbered from 0 as the file has them, before `--where`, so that a
 * number keeps its meaning whatever the filter is.
 */
export interface Table {
  readonly path: string;
  /** The file's name without folders: what messages and the report call the table. */
  readonly title: string;
  readonly columns: readonly RawColumn[];
  /** Rows that pass the filter. */
  readonly rows: number;
  /** Rows in the file. */
  readonly fileRows: number;
  /** Sentences about how the file was read: delimiter, header, renamed columns, filter. */
  readonly notes: readonly string[];
  /** SQL for a FROM clause: the filtered rows, with their number in the column that `rowColumn` names. */
  readonly relation: string;
  readonly rowColumn: string;
  readonly database: Database;
  /** Closes the database and removes its temporary files. */
  readonly close: () => Promise<void>;
}
