import type { CellBlock } from "./cells.ts";
import type { RawCells } from "./table-chunk.ts";

/** Blocks of the same columns, one after the other, as one; there is at least one. */
export function joinBlocks(blocks: readonly CellBlock[]): CellBlock {
  const [first] = blocks;
  if (first === undefined) return { count: 0, row: new Float64Array(), cells: [], texts: [] };
  if (blocks.length === 1) return first;
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  return {
    count,
    row: joinDoubles(
      blocks.map(({ row }) => row),
      count,
    ),
    cells: first.cells.map(({ kind }, c) =>
      joinCells(
        kind,
        blocks.map(({ cells }) => cells[c]),
        count,
      ),
    ),
    texts: first.texts.map((_, t) => blocks.flatMap(({ texts }) => texts[t] ?? [])),
  };
}

/** Rows from `start` up to, not including, `end`. */
export function sliceBlock({ count, row, cells, texts }: CellBlock, start: number, end: number): CellBlock {
  if (start === 0 && end === count) return { count, row, cells, texts };
  return {
    count: end - start,
    row: row.slice(start, end),
    cells: cells.map((column) =>
      column.kind === "category"
        ? { kind: column.kind, indices: column.indices.slice(start, end) }
        : { kind: column.kind, values: column.values.slice(start, end) },
    ),
    texts: texts.map((column) => column.slice(start, end)),
  };
}

function joinCells(kind: RawCells["kind"], pieces: readonly (RawCells | undefined)[], count: number): RawCells {
  if (kind !== "category")
    return {
      kind,
      values: joinDoubles(
        pieces.map((piece) => (piece !== undefined && piece.kind !== "category" ? piece.values : new Float64Array())),
        count,
      ),
    };
  const indices = new Int32Array(count);
  let start = 0;
  for (const piece of pieces) {
    if (piece?.kind !== "category") continue;
    indices.set(piece.indices, start);
    start += piece.indices.length;
  }
  return { kind, indices };
}

function joinDoubles(pieces: readonly Float64Array[], count: number): Float64Array {
  const joined = new Float64Array(count);
  let start = 0;
  for (const piece of pieces) {
    joined.set(piece, start);
    start += piece.length;
  }
  return joined;
}
