import { explainKMeans } from "../../packages/neuralize/src/heads/closed-form/explain-kmeans.ts";
import type { TableColumn } from "../../packages/neuralize/src/heads/table-model.ts";
import { columnRelevance, type ExplainedChunk } from "../../packages/neuralize-cli/src/report/explained-chunk.ts";
import { missingCategory, type RawCells, type TableChunk } from "../../packages/neuralize-cli/src/table/table-chunk.ts";
import type { ColumnProfile, TableProfile } from "../../packages/neuralize-cli/src/table/table-profile.ts";

/** A cell: number, category, or null where it is missing. */
export type Cell = number | string | null;

/** Rows of a table as a test writes them down. */
export interface TestTable {
  readonly columns: readonly TableColumn[];
  /** [rows][columns] */
  readonly rows: readonly (readonly Cell[])[];
  readonly labels?: readonly (string | null)[];
  readonly ids?: readonly (string | null)[];
}

const encodedCell = (column: TableColumn, cell: Cell): number[] => {
  if (column.kind !== "category") return [(Number(cell ?? column.fill ?? 0) - column.offset) / column.scale];
  const category = cell ?? column.categories[column.fill ?? 0];
  return column.categories.map((name) => (name === category ? column.weight : 0));
};

const rawCells = (column: TableColumn, cells: readonly Cell[]): RawCells =>
  column.kind === "category"
    ? {
        kind: "category",
        indices: Int32Array.from(cells, (cell) =>
          cell === null ? missingCategory : column.categories.indexOf(String(cell)),
        ),
      }
    : { kind: column.kind, values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))) };

/** The rows from `start` up to `end` as the table layer delivers them. */
export function tableChunk({ columns, rows, labels, ids }: TestTable, start = 0, end = rows.length): TableChunk {
  const part = rows.slice(start, end);
  const at = (row: readonly Cell[], column: number) => row[column] ?? null;
  return {
    start,
    count: part.length,
    row: Float64Array.from(part, (_, row) => start + row),
    ...(ids && { id: ids.slice(start, end) }),
    ...(labels && { label: labels.slice(start, end) }),
    encoded: Float64Array.from(part.flatMap((row) => columns.flatMap((column, c) => encodedCell(column, at(row, c))))),
    raw: columns.map((column, c) =>
      rawCells(
        column,
        part.map((row) => at(row, c)),
      ),
    ),
    filled: Uint8Array.from(part.flatMap((row) => columns.map((_, c) => (at(row, c) === null ? 1 : 0)))),
  };
}

/** The table in chunks that begin at 0 and at every cut, explained in closed form against the runner-up. */
export function explainedChunks(
  table: TestTable,
  centroids: readonly (readonly number[])[],
  cuts: readonly number[] = [],
): ExplainedChunk[] {
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), table.rows.length];
  const dimensions = centroids[0]?.length ?? 0;
  const matrix = { data: Float64Array.from(centroids.flat()), rows: centroids.length, columns: dimensions };
  return bounds.slice(1).map((end, index) => {
    const chunk = tableChunk(table, bounds[index] ?? 0, end);
    const points = { data: chunk.encoded, rows: chunk.count, columns: dimensions };
    const explanation = explainKMeans(points, matrix, { beta: Number.POSITIVE_INFINITY });
    return {
      ...explanation,
      assignedEvidence: explanation.evidence,
      table: chunk,
      relevance: columnRelevance(explanation.relevance.data, table.columns, chunk.count),
    };
  });
}

/** Numeric columns with the offset and scale of standard scaling. */
export function standardColumns(names: readonly string[], rows: readonly (readonly Cell[])[]): TableColumn[] {
  return names.map((name, c) => {
    const values = rows.map((row) => Number(row[c]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { name, kind: "number", offset: mean, scale: Math.sqrt(variance) || 1, fill: null };
  });
}

/** The profile that the table layer would make, with crude quartiles. */
export function tableProfile({ columns, rows }: TestTable): TableProfile {
  const profiles = columns.map((column, c): ColumnProfile => {
    const cells = rows.map((row) => row[c] ?? null);
    const present = cells.filter((cell) => cell !== null);
    const missing = cells.length - present.length;
    if (column.kind === "category") {
      const counts = column.categories.map((category) => present.filter((cell) => cell === category).length);
      return {
        name: column.name,
        kind: "category",
        missing,
        unknown: 0,
        categories: column.categories,
        distribution: { counts },
      };
    }
    const values = present.map(Number).sort((a, b) => a - b);
    const quartile = (q: number) => values[Math.floor(q * (values.length - 1))] ?? 0;
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return {
      name: column.name,
      kind: column.kind,
      missing,
      distribution: {
        mean,
        standardDeviation: Math.sqrt(
          values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length),
        ),
        minimum: quartile(0),
        quartiles: [quartile(0.25), quartile(0.5), quartile(0.75)],
        maximum: quartile(1),
        histogram: [values.length],
      },
    };
  });
  return { rows: rows.length, dropped: 0, columns: profiles, notes: [] };
}
