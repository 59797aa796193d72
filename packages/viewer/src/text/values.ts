import type { ReportColumn } from "../report-data.ts";
import { decimalsFor, formatDecimals, formatGiven, formatNumber } from "./numbers.ts";

/** A raw value of a column as the user wrote it, as long as that is short: a number, a day (UTC), or a category. */
export function formatValue(column: ReportColumn, value: number | string): string {
  if (typeof value === "string") return value;
  if (column.kind === "date") return formatDate(value);
  const given = formatGiven(value);
  return given.length > 10 ? formatNumber(value) : given;
}

/** A statistic of a number or date column (a mean, a centroid), rounded to what the column's spread makes meaningful. */
export function formatStatistic(column: ReportColumn, value: number): string {
  if (column.kind === "date") return formatDate(value);
  const spread = "standardDeviation" in column.distribution ? column.distribution.standardDeviation : 0;
  // A tenth or less of the standard deviation can be told apart.
  return spread > 0 && Math.abs(value) < 1e7 * spread
    ? formatDecimals(value, Math.max(0, decimalsFor(spread) - 1))
    : formatNumber(value);
}

function formatDate(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? formatNumber(milliseconds) : date.toISOString().slice(0, 10);
}
