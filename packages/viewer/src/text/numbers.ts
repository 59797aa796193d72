/** Numbers as people read them. One locale for every reader, as everything else on the page is English. */

const minus = (text: string) => text.replaceAll("-", "−");

const scientific = new Intl.NumberFormat("en-US", { notation: "scientific", maximumSignificantDigits: 3 });
const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Three significant digits, none of the whole part lost: 0.0123, 4.57, 1,065; scientific beyond 10⁻⁴ and 10⁷. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return minus(scientific.format(value).replace("E", "e"));
  return minus(size >= 100 ? whole.format(value) : threeDigits.format(value));
}

/** As `formatNumber`, with the sign always written. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}

/** Decimals that show a quantity of this size to three digits, so that all values of one chart can share them. */
export function decimalsFor(size: number): number {
  return size > 0 ? Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(size)))) : 0;
}

/** Rounded to a number of decimals, trailing zeros kept; beyond 10⁷ scientific. */
export function formatDecimals(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e7) return formatNumber(value);
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: "negative" } as const;
  return minus(value.toLocaleString("en-US", format));
}

/** Whether nothing is left of a value at this number of decimals. */
export function roundsToZero(value: number, decimals: number): boolean {
  return Math.abs(value) < 0.5 * 10 ** -decimals;
}

/** As `formatDecimals`, with the sign written unless the value is rounded to zero. */
export function formatSignedDecimals(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e7) return formatSigned(value);
  const format = {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: "exceptZero",
  } as const;
  return minus(value.toLocaleString("en-US", format));
}

/** A number as it was given, up to seven digits. */
export function formatGiven(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return formatNumber(value);
  return minus(value.toLocaleString("en-US", { maximumSignificantDigits: 7 }));
}

/**
 * A share as whole percent that never rounds something to nothing or a part to the whole: "0 %" only for 0,
 * "100 %" only for 1.
 */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}

/** A share as percent with three significant digits, whatever its sign and size. */
export const formatPercent = (share: number): string => `${formatNumber(100 * share)} %`;

/** 12345 → "12,345". */
export function formatCount(count: number): string {
  return whole.format(count);
}
