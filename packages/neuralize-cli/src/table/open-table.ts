import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { NeuralizeError } from "neuralize";
import {
  cannotRead,
  emptyTable,
  noSuchColumn,
  nothingSelected,
  unknownTableFormat,
  wrongFilter,
} from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import { requirePlain } from "../files/plain-file.ts";
import { cellKind } from "./cell-kind.ts";
import { type Database, type DatabaseOptions, fitToWidth, lockDatabase, openDatabase } from "./database.ts";
import { nearestName } from "./nearest-name.ts";
import { loadCsv } from "./read-csv.ts";
import { loadJson } from "./read-json.ts";
import { checkParquet } from "./read-parquet.ts";
import { rowFilter } from "./row-filter.ts";
import { escapePattern, firstLine, identifier, literal } from "./sql.ts";
import type { RawColumn, Table } from "./table.ts";

export interface OpenTableOptions extends DatabaseOptions {
  /** An SQL condition over the file's columns: rows for which it does not hold are left out. */
  readonly where?: string;
}

type Format = "csv" | "parquet" | "json";

const formats: readonly (readonly [RegExp, Format])[] = [
  [/\.(?:csv|tsv|tab|txt)(?:\.gz)?$/i, "csv"],
  [/\.(?:parquet|pq)$/i, "parquet"],
  [/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i, "json"],
];

/**
 * Opens a table; the format follows from the file's name.
 *
 * CSV and JSON are parsed once, into a temporary database on disk; Parquet is read in place. Afterwards the database
 * can reach no other file. Close the table when done.
 *
 * @throws CANNOT_OPEN, EMPTY_TABLE, UNKNOWN_TABLE_FORMAT, NOT_A_TABLE, RAGGED_TABLE, WRONG_DELIMITER, WRONG_ENCODING,
 * CANNOT_READ, WRONG_FILTER, NO_SUCH_COLUMN
 */
export async function openTable(path: string, options: OpenTableOptions = {}): Promise<Table> {
  const title = basename(path);
  await checkFile(path, title);
  const format = formats.find(([pattern]) => pattern.test(path))?.[1];
  if (format === undefined) throw unknownTableFormat(title, /\.[^.]*$/.exec(title)?.[0] ?? title);

  const database = await openDatabase(options);
  try {
    return await readTable(database, path, title, format, options.where);
  } catch (error) {
    await database.close();
    throw error instanceof NeuralizeError ? error : cannotRead(title, firstLine(error));
  }
}

async function checkFile(path: string, title: string) {
  const entry = await stat(path).catch((error: unknown) => {
    throw readError(path, error);
  });
  requirePlain(path, entry);
  if (entry.size === 0) throw emptyTable(title, "is empty");
}

async function readTable(
  database: Database,
  path: string,
  title: string,
  format: Format,
  where?: string,
): Promise<Table> {
  const { connection } = database;
  const { source, rowNumber, notes } = await load(database, path, title, format);
  const columns = await describe(database, source);
  const rowColumn = freeName("row", columns);

  const all = await count(database, `FROM ${source}`);
  if (all === 0) throw emptyTable(title, "has no rows");
  const filter = where === undefined ? "" : await rowFilter(connection, where);
  const rows =
    where === undefined ? all : await countFiltered(database, `FROM ${source}${filter}`, where, title, columns);
  if (rows === 0) throw nothingSelected(title, where ?? "", all);

  const selected = columns.map(({ name }) => identifier(name)).join(", ");
  await connection.run(
    `CREATE VIEW selected AS SELECT ${selected}, ${rowNumber} AS ${identifier(rowColumn)} FROM ${source}${filter}`,
  );
  return {
    path,
    title,
    columns,
    rows,
    fileRows: all,
    notes: where === undefined ? notes : [...notes, `${rows} of ${all} rows pass the filter ${where}.`],
    relation: "selected",
    rowColumn,
    database,
    close: database.close,
  };
}

async function load(database: Database, path: string, title: string, format: Format) {
  const absolute = resolve(path);
  if (format === "parquet") {
    await checkParquet(path, title);
    const source = `read_parquet(${literal(escapePattern(absolute))}, file_row_number = true)`;
    await fitToWidth(database, (await describe(database, source)).length);
    // The database checks the pattern first and the file that it stands for next.
    await lockDatabase(database, [absolute, escapePattern(absolute)]);
    return { source, rowNumber: "file_row_number", notes: [] };
  }
  const notes = await (format === "csv" ? loadCsv : loadJson)(database, absolute, title, "data");
  await lockDatabase(database);
  return { source: "data", rowNumber: "rowid", notes };
}

async function describe({ connection }: Database, source: string): Promise<readonly RawColumn[]> {
  const result = await connection.run(`SELECT * FROM ${source} LIMIT 0`);
  const types = result.columnTypes().map(String);
  return result
    .columnNames()
    .map((name, i) => ({ name, type: types[i] ?? "", kind: cellKind(types[i] ?? "") }))
    .filter(({ name }) => name !== "file_row_number");
}

async function count({ connection }: Database, from: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) ${from}`);
  return Number(reader.value(0, 0));
}

async function countFiltered(
  database: Database,
  from: string,
  where: string,
  title: string,
  columns: readonly RawColumn[],
): Promise<number> {
  try {
    return await count(database, from);
  } catch (error) {
    const reason = firstLine(error);
    const absent = /^Referenced column "(.*)" not found/.exec(reason)?.[1];
    if (absent === undefined) throw wrongFilter(where, reason);
    const names = columns.map(({ name }) => name);
    throw noSuchColumn(title, absent, `--where ${where}`, names, nearestName(absent, names));
  }
}

/** SQL names do not tell upper from lower case. */
function freeName(wanted: string, columns: readonly RawColumn[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = wanted;
  while (taken.has(name)) name = `_${name}`;
  return name;
}
