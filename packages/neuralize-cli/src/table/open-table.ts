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
  const columns = (await describe(database, source)).filter(({ name }) => name !== rowNumber);
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
    const file = literal(escapePattern(absolute));
    const columns = await describe(database, `read_parquet(${file})`);
    await fitToWidth(database, columns.length);
    if (columns.some(({ name }) => name.toLowerCase() === "file_row_number")) {
      // The database does not number rows beside a column of that name: such a file is copied.
      await database.connection.run(`CREATE TABLE data AS FROM read_parquet(${file})`);
      return { ...(await numbered(database)), notes: [] };
    }
    // The database checks the pattern first and the file that it stands for next.
    await lockDatabase(database, [absolute, escapePattern(absolute)]);
    const source = `read_parquet(${file}, file_row_number = true)`;
    return { source, rowNumber: "file_row_number", notes: [] };
  }
  const notes = await (format === "csv" ? loadCsv : loadJson)(database, absolute, title, "data");
  return { ...(await numbered(database)), notes };
}

/** The table `data` with the number of every row, which the database calls rowid unless a column is called so. */
async function numbered(database: Database) {
  const columns = await describe(database, "data");
  const taken = columns.find(({ name }) => name.toLowerCase() === "rowid");
  const hidden = freeName("rowid", columns);
  if (taken !== undefined)
    await database.connection.run(`ALTER TABLE data RENAME COLUMN ${identifier(taken.name)} TO ${hidden}`);
  await lockDatabase(database);
  if (taken === undefined) return { source: "data", rowNumber: "rowid" };
  const rowNumber = freeName(`_${hidden}`, columns);
  const source = `(SELECT * RENAME (${hidden} AS ${identifier(taken.name)}), rowid AS ${rowNumber} FROM data)`;
  return { source, rowNumber };
}

async function describe({ connection }: Database, source: string): Promise<readonly RawColumn[]> {
  const result = await connection.run(`SELECT * FROM ${source} LIMIT 0`);
  const types = result.columnTypes().map(String);
  return result.columnNames().map((name, i) => ({ name, type: types[i] ?? "", kind: cellKind(types[i] ?? "") }));
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
