import { everythingDropped, missingCells, spreadTooLarge } from "../errors/messages.ts";
import { withCategories } from "./categories.ts";
import { type CellBlock, streamCells } from "./cells.ts";
import type { ChosenColumn } from "./column-choice.ts";
import { distributionSketch } from "./distribution-sketch.ts";
import { withoutGaps } from "./gaps.ts";
import { rowHash } from "./row-hash.ts";
import type { Table } from "./table.ts";
import type { ColumnProfile, TableProfile } from "./table-profile.ts";
import { addCells, emptyTally, type Tally } from "./tally.ts";

/** What to do about a missing cell: fill it, leave its row out, or stop. */
export type MissingCells = "mean" | "drop" | "error";

export interface ProfileOptions {
  readonly missing: MissingCells;
  readonly filledBy?: "table" | "model";
}

/** Cells that are kept for quartiles: 32 MB, whatever the size of the table. */
const mostCellsSampled = 4_000_000;
const mostRowsSampled = 100_000;

/**
 * Profiles the chosen columns of a table in two passes, the same on every run: moments, missing cells and categories
 * in the first, histograms and quartiles in the second. Quartiles are exact up to 100 000 rows and 4 million cells,
 * else those of a random sample of about that size, which a note states.
 *
 * Figures are over the cells that are present, so that a column does not seem narrower for having gaps.
 *
 * @param options `filledBy`: whose mean or most frequent category fills a gap, this table's own or a model's; for the notes
 * @throws NOT_FINITE, MISSING_CELLS, EMPTY_TABLE, SPREAD_TOO_LARGE, TOO_MANY_CATEGORIES, CANNOT_READ
 */
export async function profileTable(
  table: Table,
  chosen: readonly ChosenColumn[],
  { missing, filledBy = "table" }: ProfileOptions,
): Promise<TableProfile> {
  const columns = await withCategories(table, chosen);
  const tallies = await tallyColumns(columns, remaining(table, columns, missing));
  const rows = tallies.rows;
  if (rows === 0) throw everythingDropped(table.title);
  refuse(table, columns, tallies.columns, missing);

  const sketches = await sketchColumns(tallies, remaining(table, columns, missing));
  const profiles = columns.map((column, i) =>
    profileOf(column, tallies.columns[i] ?? emptyTally(column), sketches.columns[i]),
  );
  const dropped = table.rows - rows;
  return {
    rows,
    dropped,
    columns: profiles,
    notes: [
      ...(dropped === 0 ? [] : [`${dropped} of ${table.rows} rows have a missing cell and are left out.`]),
      ...profiles.flatMap((profile) => cellNotes(profile, filledBy)),
      ...(sketches.sampled < rows
        ? [`Quartiles are those of a random sample of ${sketches.sampled.toLocaleString("en-US")} rows.`]
        : []),
    ],
  };
}

/** The blocks that the profile is of: with "drop", only rows without a missing cell. */
async function* remaining(table: Table, columns: readonly ChosenColumn[], missing: MissingCells) {
  for await (const block of streamCells(table, columns)) yield missing === "drop" ? withoutGaps(block) : block;
}

interface Tallies {
  readonly rows: number;
  readonly columns: readonly Tally[];
}

async function tallyColumns(columns: readonly ChosenColumn[], blocks: AsyncIterable<CellBlock>): Promise<Tallies> {
  let rows = 0;
  let tallies = columns.map(emptyTally);
  for await (const { count, cells, row } of blocks) {
    rows += count;
    tallies = tallies.map((tally, i) => {
      const column = cells[i];
      return column === undefined ? tally : addCells(tally, column, row);
    });
  }
  return { rows, columns: tallies };
}

function refuse(table: Table, columns: readonly ChosenColumn[], tallies: readonly Tally[], missing: MissingCells) {
  columns.forEach(({ name, kind }, i) => {
    const tally = tallies[i];
    if (tally === undefined) return;
    if (missing === "error" && tally.missing > 0)
      throw missingCells(table.title, tally.firstMissing ?? 0, name, tally.missing);
    const { squares, minimum, maximum } = tally.moments;
    if (kind !== "category" && !Number.isFinite(squares)) throw spreadTooLarge(table.title, name, minimum, maximum);
  });
}

async function sketchColumns({ rows, columns }: Tallies, blocks: AsyncIterable<CellBlock>) {
  const sketches = columns.map(({ moments }) => distributionSketch(moments));
  const wanted = Math.min(rows, mostRowsSampled, Math.max(1000, Math.floor(mostCellsSampled / columns.length)));
  const threshold = (wanted / rows) * 2 ** 32;
  let [start, sampled] = [0, 0];
  for await (const { count, cells } of blocks) {
    const first = start;
    const chosen =
      wanted === rows ? undefined : [...Array(count).keys()].filter((i) => rowHash(first + i, 0) < threshold);
    cells.forEach((column, i) => {
      if (column.kind !== "category") sketches[i]?.add(column.values, chosen);
    });
    start += count;
    sampled += chosen?.length ?? count;
  }
  return { columns: sketches.map(({ distribution }) => distribution), sampled };
}

type Distribution = ReturnType<typeof distributionSketch>["distribution"];

function profileOf(
  column: ChosenColumn,
  { missing, unknown, counts, moments }: Tally,
  distribution?: Distribution,
): ColumnProfile {
  const { name } = column;
  if (column.kind !== "category")
    return {
      name,
      kind: column.kind,
      missing,
      distribution: (distribution ?? distributionSketch(moments).distribution)(),
    };
  const { kind, categories = [], codes } = column;
  return {
    name,
    kind,
    missing,
    unknown,
    categories,
    ...(codes === undefined ? {} : { codes }),
    distribution: { counts },
  };
}

function cellNotes(profile: ColumnProfile, filledBy: "table" | "model"): readonly string[] {
  const { name, missing } = profile;
  const unknown = profile.kind === "category" ? profile.unknown : 0;
  const cells = (count: number) => `${count} ${count === 1 ? "cell" : "cells"}`;
  const own = profile.kind === "category" ? "the most frequent category" : "the mean";
  const filling = filledBy === "model" ? "the value that the model has for it" : own;
  return [
    ...(missing === 0
      ? []
      : [`${cells(missing)} of ${name} ${missing === 1 ? "is" : "are"} missing and filled with ${filling}.`]),
    ...(unknown === 0
      ? []
      : [
          `${cells(unknown)} of ${name} ${unknown === 1 ? "holds a category" : "hold categories"} that the model does not know.`,
        ]),
  ];
}
