/** A number with at most `digits` significant decimal digits; 0 for −0, so that files do not show a signed nothing. */
export const significant = (value: number, digits = 7): number => Number(value.toPrecision(digits)) + 0;

/**
 * Decimals that resolve a coordinate of this spread to eight digits of the spread, however far the data is from 0:
 * differences to centroids then keep more digits than the float32 of the files.
 */
export function decimalsFor(spread: number): number {
  if (!(spread > 0)) return 100;
  return Math.max(-300, Math.min(100, 8 - Math.floor(Math.log10(spread))));
}

/** A number rounded to so many decimals; negative ones round to tens, hundreds and so on. */
export function withDecimals(value: number, decimals: number): number {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const digits = exponent + decimals + 1;
  if (digits < 1) return 0;
  return digits > 17 ? value + 0 : significant(value, digits);
}
