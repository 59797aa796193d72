import { beginWholeFile, type WriteBytes } from "../files/whole-file.ts";
import type { ExplanationWriter, WrittenCells, WrittenColumn } from "./explanation-writer.ts";

/** How a format of one line per row writes its parts. */
export interface LineFormat {
  readonly begin: string;
  /** Between rows. */
  readonly separator: string;
  readonly end: string;
  /** One row from its cells, already as text. */
  readonly row: (cells: readonly string[]) => string;
  readonly cell: (value: number | string | null, column: WrittenColumn) => string;
}

/** A writer of a format of one line per row. */
export function lineWriter(
  path: string,
  columns: readonly WrittenColumn[],
  format: LineFormat,
  writeBytes?: WriteBytes,
): ExplanationWriter {
  const file = beginWholeFile(path, writeBytes);
  const encoder = new TextEncoder();
  let between = "";
  file.write(encoder.encode(format.begin));
  return {
    write: (count, cells) => {
      let text = "";
      for (let i = 0; i < count; i++) {
        const row = columns.map((column, c) => format.cell(cellOf(cells, c, i), column));
        text += `${between}${format.row(row)}`;
        between = format.separator;
      }
      file.write(encoder.encode(text));
    },
    close: () => {
      file.write(encoder.encode(format.end));
      file.commit();
    },
    abort: file.discard,
  };
}

const cellOf = (cells: readonly WrittenCells[], column: number, row: number) => cells[column]?.[row] ?? null;

/** The shortest decimal that reads back as the same float32: 0.1, not 0.10000000149011612. */
export function shortestFloat32(value: number): string {
  const exact = Math.fround(value);
  for (const digits of [6, 7, 8]) {
    const rounded = Number(exact.toPrecision(digits));
    if (Math.fround(rounded) === exact) return String(rounded);
  }
  // Nine digits tell every float32 apart.
  return String(Number(exact.toPrecision(9)));
}
