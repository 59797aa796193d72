/**
 * Quartiles of numbers in any order, interpolated linearly between neighbours (numpy's default, type 7 of Hyndman and
 * Fan 1996). `values` is sorted in place.
 */
export function quartilesOf(values: Float64Array): readonly [number, number, number] {
  values.sort();
  return [quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)];
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  // Not below + t·(above − below): that overflows where the two have opposite signs around 1e308.
  const t = position - Math.floor(position);
  return t === 0 ? below : (1 - t) * below + t * above;
}
