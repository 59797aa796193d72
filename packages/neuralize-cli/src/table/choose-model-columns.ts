import type { TableColumn } from "neuralize";
import { mismatchedModelColumns, missingModelColumns } from "../errors/messages.ts";
import { checkNames, listed } from "./choose-columns.ts";
import type { ChosenColumn, ColumnChoice } from "./column-choice.ts";
import { columnStatistics } from "./column-statistics.ts";
import type { RawColumn, Table } from "./table.ts";

export interface HeldOutColumns {
  readonly id?: string;
  readonly label?: string;
  readonly clusters?: string;
}

/**
 * The columns that a model was fitted on, found in another table by name, in the model's order and with the model's
 * categories. Other columns of the table are ignored, with a sentence.
 *
 * @throws MISSING_COLUMNS, MISMATCHED_COLUMNS, each with all columns concerned; NO_SUCH_COLUMN
 */
export async function chooseModelColumns(
  table: Table,
  columns: readonly TableColumn[],
  heldOut: HeldOutColumns = {},
): Promise<ColumnChoice> {
  checkNames(table, heldOut);
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const missing = columns.filter(({ name }) => !byName.has(name));
  if (missing.length > 0)
    throw missingModelColumns(
      table.title,
      missing.map(({ name }) => name),
      table.columns.map(({ name }) => name),
    );
  const suspect = columns.flatMap((column) => {
    const found = byName.get(column.name);
    return found === undefined || fits(column, found) ? [] : [{ column, found }];
  });
  // A column without a single value has no type of its own; all of it is missing, whatever the model expects.
  const statistics = await columnStatistics(
    table,
    suspect.map(({ found }) => found),
  );
  const mismatched = suspect.filter((_, i) => statistics[i]?.present !== 0);
  if (mismatched.length > 0)
    throw mismatchedModelColumns(
      table.title,
      mismatched.map(({ column, found }) => ({
        name: column.name,
        expected: expectation(column),
        found: found.kind === "other" ? `of type ${found.type}` : found.kind === "text" ? "text" : `a ${found.kind}`,
      })),
    );

  const used = new Set([...columns.map(({ name }) => name), heldOut.id, heldOut.label, heldOut.clusters]);
  const ignored = table.columns.flatMap(({ name }) => (used.has(name) ? [] : [name]));
  return {
    ...heldOut,
    columns: columns.map(asChosen),
    notes: ignored.length === 0 ? [] : [`Ignored, as the model does not know of it: ${listed(ignored)}.`],
  };
}

/** Categories are compared as text, so any simple type can hold them. */
function fits(column: TableColumn, { kind }: RawColumn): boolean {
  if (column.kind !== "category") return kind === column.kind;
  return column.codes === undefined ? kind !== "other" : kind === "number";
}

const expectation = (column: TableColumn) =>
  column.kind === "category" && column.codes !== undefined ? "a number" : `a ${column.kind}`;

function asChosen(column: TableColumn): ChosenColumn {
  if (column.kind !== "category") return { name: column.name, kind: column.kind };
  const { name, kind, categories, codes } = column;
  return { name, kind, coded: codes !== undefined, categories, ...(codes === undefined ? {} : { codes }) };
}
