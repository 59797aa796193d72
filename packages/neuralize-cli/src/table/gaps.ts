import type { CellBlock } from "./cells.ts";
import { missingCategory } from "./table-chunk.ts";

/** The rows of a block in which no cell is missing. */
export function withoutGaps(block: CellBlock): CellBlock {
  const gap = new Uint8Array(block.count);
  for (const column of block.cells) {
    if (column.kind === "category") {
      for (let i = 0; i < block.count; i++) if (column.indices[i] === missingCategory) gap[i] = 1;
    } else for (let i = 0; i < block.count; i++) if (Number.isNaN(column.values[i])) gap[i] = 1;
  }
  if (!gap.includes(1)) return block;
  const whole = (_: unknown, i: number) => gap[i] === 0;
  const row = block.row.filter(whole);
  return {
    count: row.length,
    row,
    cells: block.cells.map((cells) =>
      cells.kind === "category"
        ? { kind: cells.kind, indices: cells.indices.filter(whole) }
        : { kind: cells.kind, values: cells.values.filter(whole) },
    ),
    texts: block.texts.map((texts) => texts.filter(whole)),
  };
}
