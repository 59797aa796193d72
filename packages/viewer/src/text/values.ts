import type { ReportColumn } from "../report-data.ts";
import { formatNumber } from "./numbers.ts";

/** A raw value of a column as the user wrote it: a number, a day (UTC), or a category. */
export function formatValue(column: ReportColumn, value: number | string): string {
  if (typeof value === "string") return value;
  return column.kind === "date" ? formatDate(value) : formatNumber(value);
}

function formatDate(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? formatNumber(milliseconds) : date.toISOString().slice(0, 10);
}
