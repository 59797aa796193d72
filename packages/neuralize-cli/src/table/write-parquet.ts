import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { beginWholeFile } from "../files/whole-file.ts";
import type { MakeWriter, WrittenCells, WrittenColumn } from "./explanation-writer.ts";

/** Cells of a row group, which is held in memory until it is full: 16 MB of float32. */
const groupCells = 1 << 22;
const mostGroupRows = 1 << 17;

/**
 * Writes Parquet row group by row group. Relevance is stored as plain float32, uncompressed, because its mantissas are
 * noise to a compressor, and without statistics, by which nobody filters; whole numbers and texts are compressed with Snappy.
 *
 * Measured on 10⁶ rows × 22 columns: 1.1 s and 140 MB of memory, against 2.0 s and 280 MB for appending to a temporary
 * DuckDB database that is then copied to Parquet.
 */
export const parquetWriter: MakeWriter = (path, columns, begin = beginWholeFile) => {
  const file = begin(path);
  const bytes = new ByteWriter();
  const groupRows = Math.max(1, Math.min(mostGroupRows, Math.floor(groupCells / columns.length)));
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columns.map((column) => source(column, emptyCells(column, 0))) }),
    createdBy: "neuralize",
  });
  let group = columns.map((column) => emptyCells(column, groupRows));
  let rows = 0;

  const flush = () => {
    file.write(bytes.getBytes());
    // The writer counts its offset from the start of the file apart from the position in this buffer.
    bytes.index = 0;
  };
  const writeGroup = () => {
    if (rows === 0) return;
    const columnData = columns.map((column, c) => {
      const cells = group[c] ?? [];
      return source(column, rows < groupRows ? cells.slice(0, rows) : cells);
    });
    parquet.write({ columnData, rowGroupSize: rows });
    flush();
    group = columns.map((column) => emptyCells(column, groupRows));
    rows = 0;
  };
  return {
    write: (count, cells) => {
      for (let start = 0; start < count; ) {
        const taken = Math.min(count - start, groupRows - rows);
        group.forEach((target, c) => {
          copyCells(cells[c] ?? [], start, taken, target, rows);
        });
        rows += taken;
        start += taken;
        if (rows === groupRows) writeGroup();
      }
    },
    close: () => {
      writeGroup();
      parquet.finish();
      flush();
      file.commit();
    },
    abort: file.discard,
  };
};

type GroupCells = Float32Array | BigInt64Array | (string | null)[];

function emptyCells({ type }: WrittenColumn, rows: number): GroupCells {
  if (type === "text") return new Array<string | null>(rows).fill(null);
  return type === "float" ? new Float32Array(rows) : new BigInt64Array(rows);
}

function copyCells(cells: WrittenCells, start: number, count: number, target: GroupCells, to: number) {
  for (let i = 0; i < count; i++) {
    const value = cells[start + i] ?? null;
    if (target instanceof Float32Array) target[to + i] = Number(value);
    else if (target instanceof BigInt64Array) target[to + i] = BigInt(value ?? 0);
    else target[to + i] = value === null ? null : String(value);
  }
}

function source({ name, type }: WrittenColumn, data: GroupCells): ColumnSource {
  if (type === "text") return { name, data, type: "STRING", nullable: true };
  if (type === "float")
    return { name, data, type: "FLOAT", nullable: false, encoding: "PLAIN", codec: "UNCOMPRESSED", statistics: false };
  return { name, data, type: "INT64", nullable: false };
}
