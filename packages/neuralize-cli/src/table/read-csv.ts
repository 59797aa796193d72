import type { DuckDBConnection } from "@duckdb/node-api";
import { cannotRead, mixedLineEnds, raggedTable, wrongEncoding } from "../errors/messages.ts";
import { type CsvHead, readCsvHead } from "./csv-head.ts";
import { type Database, fitToWidth } from "./database.ts";
import { mixedLineEnd } from "./mixed-line-ends.ts";
import { escapePattern, firstLine, identifier, literal } from "./sql.ts";

/** Texts that stand for a missing cell, as R, pandas and spreadsheets write them. NaN is a value, and an error. */
const missingTexts = ["", "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null"];

/**
 * Loads a CSV file into a new table of the database, row by row in the file's order, and says how it was read.
 *
 * Every cell is read strictly: types come from the first 20 480 rows or, where later rows contradict them, from all.
 *
 * @throws CANNOT_OPEN, EMPTY_TABLE, NOT_A_TABLE, WRONG_ENCODING, WRONG_DELIMITER, RAGGED_TABLE, CANNOT_READ
 */
export async function loadCsv(
  database: Database,
  path: string,
  title: string,
  target: string,
): Promise<readonly string[]> {
  const { connection } = database;
  const head = await readCsvHead(path, title);
  await fitToWidth(database, head.first.length);
  const load = (sampleSize: number) =>
    connection.run(
      `CREATE TABLE ${identifier(target)} AS SELECT * FROM read_csv(${literal(escapePattern(path))}, ${dialect(head)}, sample_size = ${sampleSize},
        decimal_separator = ${literal(head.decimalSeparator)}, nullstr = [${missingTexts.map(literal).join(", ")}])`,
    );
  try {
    await load(20_480);
  } catch {
    try {
      await load(-1);
    } catch (error) {
      const found = (await diagnose(connection, path, title, head)) ?? explain(error, title);
      // What kept the table from being read may keep this from reading it too: then the first error stands.
      const mixed = found.code === "CANNOT_READ" ? await mixedLineEnd(path).catch(() => undefined) : undefined;
      throw mixed === undefined ? found : mixedLineEnds(title, mixed);
    }
  }
  return notes(head, await columnNames(connection, target));
}

const dialect = ({ delimiter, header }: CsvHead) =>
  `delim = ${literal(delimiter)}, header = ${header}, quote = '"', escape = '"', comment = '', skip = 0, strict_mode = true, null_padding = false, ignore_errors = false`;

/** The database's guess at types fails without a line number: read all cells as text to find the line at fault. */
async function diagnose(connection: DuckDBConnection, path: string, title: string, head: CsvHead) {
  const columns = head.first.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ");
  try {
    const all = await connection.stream(
      `SELECT * FROM read_csv(${literal(escapePattern(path))}, ${dialect(head)}, auto_detect = false, columns = {${columns}})`,
    );
    while (((await all.fetchChunk())?.rowCount ?? 0) > 0);
    return undefined;
  } catch (error) {
    return explain(error, title);
  }
}

function explain(error: unknown, title: string) {
  const message = error instanceof Error ? error.message : String(error);
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1]);
  if (message.includes("not utf-8") || message.includes("Invalid unicode"))
    return wrongEncoding(title, `line ${line}`, "ISO-8859-1");
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected !== undefined && found !== undefined)
    return raggedTable(
      title,
      line,
      `${found} ${found === "1" ? "cell" : "cells"} where the first line has ${expected}`,
    );
  if (message.includes("unterminated quote")) return raggedTable(title, line, "a quote that is not closed");
  if (message.includes("Maximum line size"))
    return raggedTable(title, line, "a line that is too long, or a quote that is not closed");
  return cannotRead(title, firstLine(error));
}

async function columnNames(connection: DuckDBConnection, target: string): Promise<readonly string[]> {
  const result = await connection.run(`SELECT * FROM ${identifier(target)} LIMIT 0`);
  return result.columnNames();
}

function notes({ delimiter, decimalSeparator, header, first }: CsvHead, names: readonly string[]): readonly string[] {
  const called: Readonly<Record<string, string>> = { ";": "semicolons", "\t": "tabs", "|": "vertical bars" };
  const separator = called[delimiter];
  const renamed = header ? names.flatMap((name, i) => rename(first[i] ?? "", name, i)) : [];
  return [
    ...(separator === undefined ? [] : [`Cells are separated by ${separator}.`]),
    ...(decimalSeparator === "," ? ["Numbers have a decimal comma."] : []),
    ...(header
      ? []
      : [
          `The first line holds numbers only, so it is a row and the columns are called ${names.slice(0, 2).join(", ")}...`,
        ]),
    ...renamed,
  ];
}

const rename = (written: string, name: string, position: number) =>
  written.trim() === name
    ? []
    : [
        written.trim() === ""
          ? `Column ${position + 1} has no name and is called ${JSON.stringify(name)}.`
          : `Column ${position + 1} repeats the name ${JSON.stringify(written)} and is called ${JSON.stringify(name)}.`,
      ];
