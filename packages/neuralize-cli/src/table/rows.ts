import type { TableColumn } from "neuralize";
import { modelCannotFill } from "../errors/messages.ts";
import { type CellBlock, type CellOptions, streamCells } from "./cells.ts";
import type { ChosenColumn } from "./column-choice.ts";
import { encodeCells } from "./encode-block.ts";
import { withoutGaps } from "./gaps.ts";
import { joinBlocks, sliceBlock } from "./join-blocks.ts";
import type { MissingCells } from "./profile-table.ts";
import type { Table } from "./table.ts";
import type { TableChunk } from "./table-chunk.ts";

export interface RowOptions {
  readonly missing: MissingCells;
  /** Largest number of rows of a chunk, default 4096. */
  readonly chunkRows?: number;
  readonly id?: string;
  readonly label?: string;
}

/**
 * Streams all rows of a table, encoded, in the file's order and in constant memory. With `missing: "drop"`, rows with a
 * missing cell in one of the columns are left out.
 *
 * @throws NOT_FINITE, MISSING_CELLS where a column has no `fill`, CANNOT_READ
 */
export async function* rows(
  table: Table,
  columns: readonly TableColumn[],
  options: RowOptions,
): AsyncGenerator<TableChunk> {
  const { missing, chunkRows = 4096 } = options;
  let start = 0;
  for await (const block of resized(cellBlocks(table, columns, missing, options), chunkRows)) {
    yield encodeBlock(table, columns, block, start, options);
    start += block.count;
  }
}

/** Raw cells of the columns and of id and label, without the rows that are dropped. */
export async function* cellBlocks(
  table: Table,
  columns: readonly TableColumn[],
  missing: MissingCells,
  { id, label, condition }: Pick<RowOptions, "id" | "label"> & Pick<CellOptions, "condition">,
): AsyncGenerator<CellBlock> {
  const texts = [id, label].filter((name) => name !== undefined);
  const options = { texts, ...(condition === undefined ? {} : { condition }) };
  for await (const block of streamCells(table, columns.map(asChosen), options))
    yield missing === "drop" ? withoutGaps(block) : block;
}

/** A block with its encoding; `start` is the position of its first row among all that are delivered. */
export function encodeBlock(
  table: Table,
  columns: readonly TableColumn[],
  block: CellBlock,
  start: number,
  { id, label }: Pick<RowOptions, "id" | "label">,
): TableChunk {
  const { encoded, filled } = encodeCells(columns, block.cells, block.count, (column, index) => {
    throw modelCannotFill(table.title, block.row[index] ?? 0, column.name);
  });
  const [first, second] = block.texts;
  const ids = id === undefined ? undefined : first;
  const labels = label === undefined ? undefined : id === undefined ? first : second;
  return {
    start,
    count: block.count,
    row: block.row,
    encoded,
    raw: block.cells,
    filled,
    ...(ids === undefined ? {} : { id: ids }),
    ...(labels === undefined ? {} : { label: labels }),
  };
}

/** The same rows in blocks of exactly `size`, but for the last. */
async function* resized(blocks: AsyncIterable<CellBlock>, size: number): AsyncGenerator<CellBlock> {
  let waiting: CellBlock[] = [];
  let count = 0;
  for await (const block of blocks) {
    waiting.push(block);
    count += block.count;
    if (count < size) continue;
    const all = joinBlocks(waiting);
    let taken = 0;
    for (; count - taken >= size; taken += size) yield sliceBlock(all, taken, taken + size);
    waiting = taken < count ? [sliceBlock(all, taken, count)] : [];
    count -= taken;
  }
  if (count > 0) yield joinBlocks(waiting);
}

function asChosen(column: TableColumn): ChosenColumn {
  if (column.kind !== "category") return { name: column.name, kind: column.kind };
  const { name, kind, categories, codes } = column;
  return { name, kind, coded: codes !== undefined, categories, ...(codes === undefined ? {} : { codes }) };
}
