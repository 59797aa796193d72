import type { ReportData } from "../report-data.ts";

/** What the user calls an embedded row: its id, or its number in the file. */
export function rowName(data: ReportData, index: number): string {
  return data.rows.id?.[index] ?? String(data.rows.row[index] ?? "");
}
