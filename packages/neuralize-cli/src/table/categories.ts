import { tooManyCategories } from "../errors/messages.ts";
import type { ChosenCategory, ChosenColumn } from "./column-choice.ts";
import { identifier } from "./sql.ts";
import type { Table } from "./table.ts";

/** One-hot coordinates beyond this make every distance a matter of one column. */
const mostCategories = 1000;

/**
 * The columns with the categories of the table filled in where none are fixed: codes by size, texts by code unit.
 *
 * @throws TOO_MANY_CATEGORIES beyond 1000
 */
export async function withCategories(table: Table, columns: readonly ChosenColumn[]): Promise<readonly ChosenColumn[]> {
  const complete: ChosenColumn[] = [];
  for (const column of columns)
    complete.push(
      column.kind === "category" && column.categories === undefined ? await readCategories(table, column) : column,
    );
  return complete;
}

async function readCategories(table: Table, column: ChosenCategory): Promise<ChosenCategory> {
  const cell = identifier(column.name);
  const value = column.coded ? `${cell}::DOUBLE` : `${cell}::VARCHAR`;
  const reader = await table.database.connection.runAndReadAll(
    `SELECT DISTINCT ${value} FROM ${table.relation} WHERE ${cell} IS NOT NULL LIMIT ${mostCategories + 1}`,
  );
  const values = reader.getRows().map(([first]) => first);
  if (values.length > mostCategories) throw tooManyCategories(table.title, column.name, mostCategories);
  if (!column.coded) return { ...column, categories: values.map(String).sort() };
  const codes = values.map(Number).sort((a, b) => a - b);
  return { ...column, categories: codes.map(String), codes };
}
