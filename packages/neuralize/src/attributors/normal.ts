import type { Random } from "../fit/random.ts";

/** Numbers of the standard normal distribution, two for every two uniform ones: Box & Muller 1958. */
export function normalFrom(random: Random): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    // 1 − u is never 0, whose logarithm would be infinite.
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
