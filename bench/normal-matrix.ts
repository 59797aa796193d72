import { randomFrom } from "../packages/neuralize/src/fit/random.ts";

/** Standard normal numbers [rows, columns], row-major, the same for the same seed. */
export function normalMatrix(rows: number, columns: number, seed: number): Float32Array<ArrayBuffer> {
  const random = randomFrom(seed);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i += 2) {
    // Box and Muller 1958.
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
