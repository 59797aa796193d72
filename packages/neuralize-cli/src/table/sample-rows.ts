import type { TableColumn } from "neuralize";
import type { CellBlock } from "./cells.ts";
import { joinBlocks, sliceBlock } from "./join-blocks.ts";
import { cellBlocks, encodeBlock, type RowOptions } from "./rows.ts";
import { identifier } from "./sql.ts";
import type { Table } from "./table.ts";
import type { TableSample } from "./table-chunk.ts";

export interface SampleOptions extends Omit<RowOptions, "chunkRows"> {
  /** Rows wanted. */
  readonly rows: number;
  readonly seed: number;
}

/**
 * A random sample of a table without replacement, encoded, in the file's order; all rows if there are no more than
 * wanted. The same seed gives the same rows. It holds fewer than wanted only if `missing: "drop"` left out some of them.
 *
 * @throws NOT_FINITE, MISSING_CELLS, CANNOT_READ
 */
export async function sampleRows(
  table: Table,
  columns: readonly TableColumn[],
  options: SampleOptions,
): Promise<TableSample> {
  const condition = options.rows < table.rows ? { condition: sampleCondition(table, options) } : {};
  const blocks: CellBlock[] = [];
  for await (const block of cellBlocks(table, columns, options.missing, { ...options, ...condition }))
    blocks.push(block);
  const all = joinBlocks(blocks);
  return { ...encodeBlock(table, columns, sliceBlock(all, 0, all.count), 0, options), of: table.rows };
}

/** The rows with the smallest hashes of seed and number: every row is as likely as any other. */
function sampleCondition({ relation, rowColumn }: Table, { rows, seed }: SampleOptions): string {
  const row = identifier(rowColumn);
  return `${row} IN (SELECT ${row} FROM ${relation} ORDER BY hash(${row}, ${Math.trunc(seed)}::BIGINT), ${row} LIMIT ${rows})`;
}
