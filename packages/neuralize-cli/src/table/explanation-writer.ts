import type { BeginFile } from "../files/file-set.ts";
import { csvWriter } from "./write-csv.ts";
import { jsonWriter } from "./write-json.ts";
import { parquetWriter } from "./write-parquet.ts";

export const formats = ["parquet", "csv", "json"] as const;
export type ExplanationFormat = (typeof formats)[number];

/** Where a run writes its explanations in its folder. */
export const explanationFileName = (format: ExplanationFormat): string => `explanations.${format}`;

/** A column of a written table: whole numbers up to 2⁵³, float32 numbers, or text with gaps. */
export interface WrittenColumn {
  readonly name: string;
  readonly type: "integer" | "float" | "text";
}

/** Cells of one column: numbers for "integer" and "float", texts or null for "text". */
export type WrittenCells = ArrayLike<number> | readonly (string | null)[];

/** Writes a table chunk by chunk; the file appears under its name on `close`. */
export interface ExplanationWriter {
  /** Appends rows: one array per column, all of length `count`. @throws DISK_FULL, CANNOT_WRITE */
  readonly write: (count: number, cells: readonly WrittenCells[]) => void;
  /** Completes the file. @throws DISK_FULL, CANNOT_WRITE */
  readonly close: () => void;
  /** Removes what was written so far. */
  readonly abort: () => void;
}

export type MakeWriter = (path: string, columns: readonly WrittenColumn[], begin?: BeginFile) => ExplanationWriter;

const writers: Readonly<Record<ExplanationFormat, MakeWriter>> = {
  parquet: parquetWriter,
  csv: csvWriter,
  json: jsonWriter,
};

/**
 * Begins a table of explanations, in constant memory whatever its length. Nothing appears under `path` before `close`.
 *
 * @throws CANNOT_WRITE
 */
export const explanationWriter = (
  path: string,
  format: ExplanationFormat,
  columns: readonly WrittenColumn[],
  begin?: BeginFile,
): ExplanationWriter => writers[format](path, columns, begin);

/**
 * Columns of explanations.*: the rows' own names first, then what was explained, then relevance by column, and last,
 * where cells were filled, which ones. An id column whose name is another's is called "id".
 */
export function explanationColumns(
  id: string | undefined,
  columns: readonly string[],
  filled = false,
): readonly WrittenColumn[] {
  const explained: readonly WrittenColumn[] = [
    { name: "cluster", type: "integer" },
    { name: "runner_up", type: "integer" },
    { name: "evidence", type: "float" },
    { name: "simplified_silhouette", type: "float" },
    ...columns.map((name) => ({ name: `relevance_${name}`, type: "float" }) as const),
    ...(filled ? [{ name: "filled", type: "text" } as const] : []),
  ];
  if (id === undefined) return [{ name: "row", type: "integer" }, ...explained];
  // SQL does not tell "Cluster" from "cluster".
  const taken = explained.some(({ name }) => name.toLowerCase() === id.toLowerCase());
  return [{ name: taken ? "id" : id, type: "text" }, ...explained];
}
