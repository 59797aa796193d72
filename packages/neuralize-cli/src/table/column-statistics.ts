import { isInteger } from "./cell-kind.ts";
import { namesRows } from "./names-rows.ts";
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
  const basic = await inBatches(table, columns, columnsAtATime, basicAggregates);
  // Every query costs what the table is wide: columns that are counted are put together, wherever they lie.
  const counted = columns.filter((column, i) => needsExactCount(column, basic[i] ?? [], table.rows));
  const counts = await inBatches(table, counted, countsAtATime, ({ name }) => [`count(DISTINCT ${identifier(name)})`]);
  const exact = new Map(counted.map((column, i) => [column, counts[i]?.[0]]));
  return columns.map((column, i) => {
    const [present = 0, low, high] = basic[i] ?? [];
    const whole = isInteger(column.type) && low !== undefined && high !== undefined;
    const distinct = exact.get(column) ?? (column.kind === "text" ? low : undefined);
    return {
      present,
      ...(whole ? { range: [low, high] as const } : {}),
      ...(distinct === undefined ? {} : { distinct }),
    };
  });
}

async function inBatches(
  table: Table,
  columns: readonly RawColumn[],
  atATime: number,
  expressions: (column: RawColumn) => readonly string[],
): Promise<readonly (readonly number[])[]> {
  const found: (readonly number[])[] = [];
  for (let start = 0; start < columns.length; start += atATime)
    found.push(...(await aggregates(table, columns.slice(start, start + atATime), expressions)));
  return found;
}

function basicAggregates({ name, type, kind }: RawColumn): readonly string[] {
  const column = identifier(name);
  const present = `count(${column})`;
  if (kind === "text") return [present, `approx_count_distinct(${column})`];
  return isInteger(type) ? [present, `min(${column})::DOUBLE`, `max(${column})::DOUBLE`] : [present];
}

/**
 * Text with few values may be categories; whole numbers that span at least as many values as rows may be numbers of
 * rows, where the name says so or they run from 0 or 1.
 */
function needsExactCount(
  { name, type, kind }: RawColumn,
  [present = 0, low = 0, high = 0]: readonly number[],
  rows: number,
) {
  if (kind === "text") return low <= countedExactly;
  const span = high - low + 1;
  return (
    isInteger(type) && present === rows && (namesRows(name) ? span >= rows : low >= 0 && low <= 1 && span === rows)
  );
}

async function aggregates(
  { database, relation }: Table,
  columns: readonly RawColumn[],
  expressions: (column: RawColumn) => readonly string[],
): Promise<readonly (readonly number[])[]> {
  const perColumn = columns.map(expressions);
  const reader = await database.connection.runAndReadAll(`SELECT ${perColumn.flat().join(", ")} FROM ${relation}`);
  const values = (reader.getRows()[0] ?? []).map((value) => Number(value ?? Number.NaN));
  const unread = values.values();
  return perColumn.map((column) => column.map(() => unread.next().value ?? Number.NaN));
}
