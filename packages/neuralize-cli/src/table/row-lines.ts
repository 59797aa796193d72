import type { BeginFile } from "../files/file-set.ts";
import { beginWholeFile } from "../files/whole-file.ts";
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
  begin: BeginFile = beginWholeFile,
): ExplanationWriter {
  const file = begin(path);
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

const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * A decimal of eight digits, or nine where eight do not tell a float32 from its neighbours: 0.1, not
 * 0.10000000149011612.
 */
export function shortFloat32(value: number): string {
  const exact = Math.fround(value);
  for (const digits of [8, 9]) {
    const scale = powersOfTen[digits - 1 - Math.floor(Math.log10(Math.abs(exact)))];
    // Powers of ten up to 10²² are exact, so the quotient is the double nearest to the decimal and prints as such.
    const rounded = scale === undefined ? Number(exact.toPrecision(digits)) : Math.round(exact * scale) / scale;
    if (Math.fround(rounded) === exact) return String(rounded);
  }
  return String(exact);
}
