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

/**
 * A share as whole percent that never rounds something to nothing or a part to the whole: "0 %" only for 0,
 * "100 %" only for 1.
 */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}

/** 12345 → "12,345". */
export function formatCount(count: number): string {
  return whole.format(count);
}
