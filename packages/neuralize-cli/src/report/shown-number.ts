/** A raw value as a person reads it: three significant digits, thousands whole; dates as YYYY-MM-DD. */
export function shownNumber(value: number, kind: "number" | "date"): string {
  if (kind === "date") return isoDate(value)?.slice(0, 10) ?? String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || (magnitude > 0 && magnitude < 1e-4)) return value.toExponential(2);
  return new Intl.NumberFormat("en-US", {
    maximumSignificantDigits: magnitude >= 100 ? Math.floor(Math.log10(magnitude)) + 1 : 3,
  }).format(value);
}

/** Milliseconds since 1970 as ISO 8601 in UTC; undefined outside the range of dates. */
export function isoDate(milliseconds: number): string | undefined {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : undefined;
}
