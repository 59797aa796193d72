import type { DuckDBDataChunk } from "@duckdb/node-api";
import bindings from "@duckdb/node-bindings";
import { cannotRead, cellNotFinite } from "../errors/messages.ts";
import type { ChosenCategory, ChosenColumn } from "./column-choice.ts";
import { firstLine, identifier, literal, numberLiteral } from "./sql.ts";
import type { Table } from "./table.ts";
import { missingCategory, type RawCells, unknownCategory } from "./table-chunk.ts";

/** Some consecutive rows as they are: raw cells of the chosen columns, texts of further ones. */
export interface CellBlock {
  readonly count: number;
  /** Number of each row in the file; [count]. */
  readonly row: Float64Array;
  readonly cells: readonly RawCells[];
  readonly texts: readonly (readonly (string | null)[])[];
}

export interface CellOptions {
  /** Columns to deliver as text as well: an id, a label. */
  readonly texts?: readonly string[];
  /** SQL condition that selects among the table's rows; they keep the file's order. */
  readonly condition?: string;
}

/**
 * Streams the cells of a table in the file's order, some 2048 rows at a time, in constant memory. Category columns
 * need their categories.
 *
 * @throws NOT_FINITE for NaN or ±Infinity in a cell, CANNOT_READ
 */
export async function* streamCells(
  table: Table,
  columns: readonly ChosenColumn[],
  { texts = [], condition }: CellOptions = {},
): AsyncGenerator<CellBlock> {
  const select = [
    `${identifier(table.rowColumn)}::DOUBLE`,
    ...columns.map(cellExpression),
    ...texts.map((name) => `${identifier(name)}::VARCHAR`),
  ];
  const sql = `SELECT ${select.join(", ")} FROM ${table.relation}${condition === undefined ? "" : ` WHERE ${condition}`}`;
  const connection = await table.database.connect();
  try {
    const result = await connection.stream(sql);
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const block = blockOf(chunk, columns, texts.length);
      await refuseNotFinite(table, columns, block);
      yield block;
    }
  } catch (error) {
    throw error instanceof Error && error.name === "NeuralizeError" ? error : cannotRead(table.title, firstLine(error));
  } finally {
    connection.closeSync();
  }
}

/**
 * SQL for a cell as DOUBLE (numbers, dates in ms since 1970) or as INTEGER (index of the category, -1, -2). Numbers are
 * left to `numbers` below: DuckDB plans thousands of CASE expressions in quadratic time.
 */
function cellExpression(column: ChosenColumn): string {
  if (column.kind === "category") return categoryExpression(column);
  const cell = identifier(column.name);
  if (column.kind === "number") return `${cell}::DOUBLE`;
  const time = `${cell}::TIMESTAMP`;
  return `CASE WHEN isinf(${time}) THEN 'inf'::DOUBLE ELSE epoch_ms(${time})::DOUBLE END`;
}

function categoryExpression({ name, categories = [], codes }: ChosenCategory): string {
  const cell = identifier(name);
  const [known, type] =
    codes === undefined ? [categories.map(literal), "VARCHAR"] : [codes.map(numberLiteral), "DOUBLE"];
  // list_position counts from 1 and is NULL where nothing is found.
  const position = `list_position([${known.join(", ")}]::${type}[], ${cell}::${type}) - 1`;
  return `(CASE WHEN ${cell} IS NULL THEN ${missingCategory} ELSE coalesce(${position}, ${unknownCategory}) END)::INTEGER`;
}

function blockOf(chunk: DuckDBDataChunk, columns: readonly ChosenColumn[], texts: number): CellBlock {
  const count = chunk.rowCount;
  return {
    count,
    row: doubles(chunk, 0, count),
    cells: columns.map(({ kind }, i) =>
      kind === "category"
        ? { kind, indices: integers(chunk, i + 1, count) }
        : { kind, values: doubles(chunk, i + 1, count) },
    ),
    texts: Array.from({ length: texts }, (_, i) =>
      chunk.getColumnValues(1 + columns.length + i).map((value) => (value === null ? null : String(value))),
    ),
  };
}

/** A column of DOUBLE: NaN where the cell is missing, Infinity where it holds NaN. */
function doubles({ chunk }: DuckDBDataChunk, column: number, count: number): Float64Array {
  const vector = bindings.data_chunk_get_vector(chunk, column);
  const values = new Float64Array(copyOf(bindings.vector_get_data(vector, 8 * count)));
  // One bit per cell, set where it is present; no mask at all where all are.
  const present: Uint8Array | null = bindings.vector_get_validity(vector, 8 * Math.ceil(count / 64));
  for (let i = 0; i < count; i++) {
    if (present !== null && ((present[i >> 3] ?? 0) & (1 << (i & 7))) === 0) values[i] = Number.NaN;
    else if (Number.isNaN(values[i])) values[i] = Number.POSITIVE_INFINITY;
  }
  return values;
}

function integers({ chunk }: DuckDBDataChunk, column: number, count: number): Int32Array {
  const vector = bindings.data_chunk_get_vector(chunk, column);
  return new Int32Array(copyOf(bindings.vector_get_data(vector, 4 * count)));
}

/** The memory that the binding shows belongs to the chunk. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** @throws NOT_FINITE for the first row at fault in the file's order, whatever column it is in. */
async function refuseNotFinite(table: Table, columns: readonly ChosenColumn[], { cells, row }: CellBlock) {
  let first = row.length;
  let name = "";
  cells.forEach((column, c) => {
    if (column.kind === "category") return;
    const at = column.values.findIndex((value) => value === Infinity || value === -Infinity);
    if (at === -1 || at >= first) return;
    first = at;
    name = columns[c]?.name ?? "";
  });
  const number = row[first];
  if (number !== undefined) throw cellNotFinite(table.title, number, name, await cellText(table, name, number));
}

/** What a cell that is not finite holds in the file. */
async function cellText({ database, relation, rowColumn }: Table, column: string, row: number): Promise<string> {
  const reader = await database.connection.runAndReadAll(
    `SELECT ${identifier(column)}::VARCHAR FROM ${relation} WHERE ${identifier(rowColumn)} = ${row}`,
  );
  const text = String(reader.value(0, 0));
  return { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }[text] ?? text;
}
