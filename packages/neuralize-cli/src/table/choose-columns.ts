import { noColumnsLeft, noSuchColumn, unusableColumn } from "../errors/messages.ts";
import { isInteger } from "./cell-kind.ts";
import type { ChosenColumn, ColumnChoice } from "./column-choice.ts";
import { type ColumnStatistics, columnStatistics } from "./column-statistics.ts";
import { namesRows } from "./names-rows.ts";
import { nearestName } from "./nearest-name.ts";
import type { RawColumn, Table } from "./table.ts";

export interface ColumnOptions {
  /** Take exactly these, in the file's order. */
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  /** Numbers that are codes: every value is a category. */
  readonly categorical?: readonly string[];
  /** What the user calls the rows; never clustered by. */
  readonly id?: string;
  /** Held out and compared afterwards; never clustered by. */
  readonly label?: string;
  /** A clustering that is already there; never clustered by. */
  readonly clusters?: string;
  /** Whether they feed a model, which knows itself which numbers are codes. */
  readonly forModel?: boolean;
}

/** Text with more different values than this is taken for free text. */
const mostCategories = 50;
/** A run of numbers in fewer rows may be chance. */
const fewestNumberedRows = 10;

/**
 * Decides which columns take part in the clustering and as what: numbers, dates, or categories (text with at most 50
 * different values in less than half as many as there are rows, booleans, and `categorical`). Left out, each with a
 * sentence: identifiers, free text, empty columns and types such as lists. Constant columns stay, at distance 0.
 *
 * Columns that `columns` names are taken as they are, whatever they look like.
 *
 * @throws NO_SUCH_COLUMN with the nearest name, UNUSABLE_COLUMN, NO_COLUMNS_LEFT
 */
export async function chooseColumns(table: Table, options: ColumnOptions = {}): Promise<ColumnChoice> {
  checkNames(table, options);
  const heldOut = new Set([options.id, options.label, options.clusters, ...(options.exclude ?? [])]);
  const wanted = options.columns === undefined ? undefined : new Set(options.columns);
  const coded = new Set(options.categorical);
  const considered = table.columns.filter(
    ({ name }) => !heldOut.has(name) && (wanted === undefined || wanted.has(name) || coded.has(name)),
  );
  const statistics = await columnStatistics(table, considered);
  const columns: ChosenColumn[] = [];
  const left: { readonly name: string; readonly reason: string }[] = [];
  const constant: string[] = [];
  const maybeCodes: string[] = [];
  considered.forEach((column, i) => {
    const figures = statistics[i] ?? { present: 0 };
    const asked = wanted?.has(column.name) === true || coded.has(column.name);
    const reason = impossible(column, figures) ?? (asked ? undefined : unwise(column, figures, table.rows));
    if (reason !== undefined) {
      if (asked) throw unusableColumn(table.title, column.name, reason);
      left.push({ name: column.name, reason });
      return;
    }
    const chosen = asChosen(column, coded.has(column.name));
    columns.push(chosen);
    if (figures.distinct === 1 || (figures.range !== undefined && figures.range[0] === figures.range[1]))
      constant.push(column.name);
    else if (options.forModel !== true && chosen.kind === "number" && looksCoded(figures, table.rows))
      maybeCodes.push(column.name);
  });

  const notes = [
    ...grouped(left, options.id === undefined),
    ...(constant.length === 0
      ? []
      : [`${listed(constant)} ${constant.length === 1 ? "is" : "are"} constant and cannot tell clusters apart.`]),
    ...(maybeCodes.length === 0
      ? []
      : [
          `${listed(maybeCodes)} ${maybeCodes.length === 1 ? "holds" : "hold"} a handful of whole numbers; if these are codes rather than amounts, pass --categorical ${maybeCodes.join(",")}.`,
        ]),
  ];
  if (columns.length === 0) throw noColumnsLeft(table.title, notes);
  const { id, label, clusters } = options;
  return {
    columns,
    notes,
    ...(id === undefined ? {} : { id }),
    ...(label === undefined ? {} : { label }),
    ...(clusters === undefined ? {} : { clusters }),
  };
}

/** @throws NO_SUCH_COLUMN for the first name that the table does not have. */
export function checkNames(table: Table, options: ColumnOptions): void {
  const names = table.columns.map(({ name }) => name);
  const known = new Set(names);
  const { columns = [], exclude = [], categorical = [], id, label, clusters } = options;
  const single = (name: string | undefined) => (name === undefined ? [] : [name]);
  const given = {
    "--columns": columns,
    "--exclude": exclude,
    "--categorical": categorical,
    "--id": single(id),
    "--label": single(label),
    "--clusters": single(clusters),
  };
  for (const [option, asked] of Object.entries(given))
    for (const name of asked)
      if (!known.has(name)) throw noSuchColumn(table.title, name, option, names, nearestName(name, names));
}

function asChosen({ name, kind }: RawColumn, coded: boolean): ChosenColumn {
  if (kind === "text" || kind === "boolean") return { name, kind: "category", coded: false };
  if (coded) return { name, kind: "category", coded: kind === "number" };
  return { name, kind: kind === "date" ? "date" : "number" };
}

function impossible({ kind, type }: RawColumn, { present }: ColumnStatistics): string | undefined {
  if (present === 0) return "it is empty";
  return kind === "other" ? `its type ${type} is neither number, date nor category` : undefined;
}

function unwise({ name, kind, type }: RawColumn, figures: ColumnStatistics, rows: number): string | undefined {
  const { present, distinct = 0, range } = figures;
  if (kind === "text") {
    if (distinct > 1 && distinct >= 0.9 * present)
      return "it looks like an identifier or free text: nearly every value is different";
    if (distinct > mostCategories)
      return `it looks like free text: ${distinct} different values, more than the ${mostCategories} that are taken for categories`;
    if (distinct > 1 && distinct >= present / 2)
      return `it looks like free text: ${distinct} different values in ${present} rows`;
    return undefined;
  }
  if (!isInteger(type) || range === undefined || distinct < rows || rows < 2) return undefined;
  if (namesRows(name)) return namedIdentifier;
  const run = range[0] <= 1 && range[0] >= 0 && range[1] - range[0] + 1 === rows;
  return run && rows >= fewestNumberedRows ? `it numbers the rows from ${range[0]} to ${range[1]}` : undefined;
}

const namedIdentifier = "it looks like an identifier (its name says so and every value is different)";

const looksCoded = ({ range }: ColumnStatistics, rows: number) =>
  range !== undefined && range[1] - range[0] < 10 && rows >= 10 * (range[1] - range[0] + 1);

/** Names in a sentence: a table may have thousands. */
export const listed = (names: readonly string[]) =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more` : names.join(", ");

/** One sentence per reason, not per column: a table may have thousands. An identifier may be of use as --id. */
function grouped(
  left: readonly { readonly name: string; readonly reason: string }[],
  withoutId: boolean,
): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of left) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  return [...byReason].map(([reason, names]) => {
    const [only, ...others] = names;
    const sentence = `Left out ${listed(names)}: ${others.length === 0 ? reason : ofSeveral(reason)}`;
    return withoutId && reason === namedIdentifier && others.length === 0
      ? `${sentence}; --id ${only} calls the rows by it.`
      : `${sentence}.`;
  });
}

const ofSeveral = (reason: string): string =>
  reason
    .replace(/^it looks like an identifier/, "they look like identifiers")
    .replace(/^it looks/, "they look")
    .replace(/^it is/, "they are")
    .replace(/^it numbers/, "they number")
    .replace(/^its /, "their ")
    .replace("its name says", "their names say");
