import type { ReportColumn, ReportData } from "../report-data.ts";

/** The encoded coordinates of one embedded row, [D]. */
export function encodedRow(data: ReportData, index: number): readonly number[] {
  const width = data.centroids[0]?.length ?? 0;
  return data.rows.encoded.slice(index * width, (index + 1) * width);
}

/** Sums values per encoded coordinate [D] into values per column [C]. */
export function perColumn(columns: readonly ReportColumn[], encoded: ArrayLike<number>): readonly number[] {
  return columns.map(({ encodedStart, encodedLength }) => {
    let sum = 0;
    for (let i = encodedStart; i < encodedStart + encodedLength; i++) sum += encoded[i] ?? 0;
    return sum;
  });
}

/** A number or date column's coordinate in the user's units: encoded · scale + offset. */
export function decoded(column: ReportColumn, encoded: readonly number[]): number {
  return (encoded[column.encodedStart] ?? 0) * (column.scale ?? 1) + (column.offset ?? 0);
}
