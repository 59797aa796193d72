import { isInteger } from "./cell-kind.ts";
import { identifier } from "./sql.ts";
import type { RawColumn, Table } from "./table.ts";

/** What the choice of columns rests on. */
export interface ColumnStatistics {
  /** Cells that are not missing. */
  readonly present: number;
  /** Whole numbers only: the range. */
  readonly range?: readonly [number, number];
  /** Text, and whole numbers that could number the rows: how many different values there are. */
  readonly distinct?: number;
}

/** SQL of many thousand aggregates takes longer to plan than to run; so many columns at a time are read. */
const columnsAtATime = 500;
/** Every distinct count has a hash table of about a megabyte, however few rows there are. */
const countsAtATime = 50;
/** Below this many estimated values they are counted exactly. */
const countedExactly = 10_000;

/** Statistics of every column, in the order given. */
export async function columnStatistics(
  table: Table,
  columns: readonly RawColumn[],
): Promise<readonly ColumnStatistics[]> {
  const statistics: ColumnStatistics[] = [];
  for (let start = 0; start < columns.length; start += columnsAtATime) {
    const batch = columns.slice(start, start + columnsAtATime);
    const basic = await aggregates(table, batch, basicAggregates);
    const exact = await exactCounts(
      table,
      batch.map((column, i) => ({ ...column, needsCount: needsExactCount(column, basic[i] ?? [], table.rows) })),
    );
    batch.forEach((column, i) => {
      const [present = 0, low, high] = basic[i] ?? [];
      const whole = isInteger(column.type) && low !== undefined && high !== undefined;
      const distinct = exact[i]?.[0] ?? (column.kind === "text" ? low : undefined);
      statistics.push({
        present,
        ...(whole ? { range: [low, high] as const } : {}),
        ...(distinct === undefined ? {} : { distinct }),
      });
    });
  }
  return statistics;
}

async function exactCounts(table: Table, columns: readonly (RawColumn & { readonly needsCount: boolean })[]) {
  const counts: (readonly number[])[] = [];
  for (let start = 0; start < columns.length; start += countsAtATime)
    counts.push(
      ...(await aggregates(table, columns.slice(start, start + countsAtATime), ({ name, needsCount }) =>
        needsCount ? [`count(DISTINCT ${identifier(name)})`] : [],
      )),
    );
  return counts;
}

function basicAggregates({ name, type, kind }: RawColumn): readonly string[] {
  const column = identifier(name);
  const present = `count(${column})`;
  if (kind === "text") return [present, `approx_count_distinct(${column})`];
  return isInteger(type) ? [present, `min(${column})::DOUBLE`, `max(${column})::DOUBLE`] : [present];
}

/** Text with few values may be categories; whole numbers that span at least as many values as rows may be numbers of rows. */
function needsExactCount({ type, kind }: RawColumn, [present = 0, low = 0, high = 0]: readonly number[], rows: number) {
  if (kind === "text") return low <= countedExactly;
  return isInteger(type) && present === rows && high - low + 1 >= rows;
}

async function aggregates<C>(
  { database, relation }: Table,
  columns: readonly C[],
  expressions: (column: C) => readonly string[],
): Promise<readonly (readonly number[])[]> {
  const perColumn = columns.map(expressions);
  if (perColumn.every((column) => column.length === 0)) return perColumn.map(() => []);
  const reader = await database.connection.runAndReadAll(`SELECT ${perColumn.flat().join(", ")} FROM ${relation}`);
  const values = (reader.getRows()[0] ?? []).map((value) => Number(value ?? Number.NaN));
  const unread = values.values();
  return perColumn.map((column) => column.map(() => unread.next().value ?? Number.NaN));
}
