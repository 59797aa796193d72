/** A number in 0..2³²−1 that depends on `index` and `seed` only and is spread evenly (finaliser of MurmurHash3). */
export function rowHash(index: number, seed: number): number {
  const high = Math.floor(index / 2 ** 32);
  let bits = (index ^ Math.imul(high + seed + 1, 0x9e3779b9)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
