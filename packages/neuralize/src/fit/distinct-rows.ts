import type { Matrix } from "../matrix.ts";

/** The number of different rows, counted no further than `enough`. */
export const distinctRows = ({ data, rows, columns }: Matrix, enough: number): number => {
  const seen = new Set<string>();
  for (let n = 0; n < rows && seen.size < enough; n++) {
    seen.add(data.subarray(n * columns, (n + 1) * columns).join());
  }
  return seen.size;
};
