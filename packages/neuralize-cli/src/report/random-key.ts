/** A well-mixed bijection of 32-bit integers ("lowbias32", C. Wellons, https://nullprogram.com/blog/2018/07/31/). */
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * The pseudo-random key in [0, 2³²) of the item at `position` under `seed`, whole numbers from 0 to 2⁵³ − 1.
 *
 * Keeping the n items with the smallest keys draws a uniform sample without replacement, and any prefix of it in the
 * order of the keys is one as well ("bottom-k sampling", Cohen & Kaplan 2007). Because a key is a function of the
 * position alone, the sample does not depend on how the items are cut into chunks.
 */
export function randomKey(seed: number, position: number): number {
  const high = Math.floor(position / 2 ** 32);
  const stream = mix(mix(seed) ^ mix(Math.floor(seed / 2 ** 32) + 0x7f4a7c15) ^ mix(high + 0x9e3779b9));
  return mix((position ^ stream) >>> 0);
}
