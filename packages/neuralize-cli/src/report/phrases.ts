const integer = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 1234567 → "1,234,567". */
export const counted = (count: number): string => integer.format(count);

/** "1 row", "2 rows", "1,000 rows". */
export const quantity = (count: number, singular: string, plural = `${singular}s`): string =>
  `${counted(count)} ${count === 1 ? singular : plural}`;

/**
 * A share as whole percent that never rounds something to nothing or a part to the whole:
 * "0 %" only for 0, "100 %" only for 1, else "under 1 %", "1 %" … "99 %", "over 99 %".
 */
export function percent(share: number): string {
  if (share <= 0) return "0 %";
  if (share >= 1) return "100 %";
  if (share < 0.01) return "under 1 %";
  if (share > 0.99) return "over 99 %";
  return `${Math.round(share * 100)} %`;
}
