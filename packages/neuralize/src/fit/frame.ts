import { distanceOverflow } from "../errors/messages.ts";
import type { Matrix } from "../matrix.ts";

/** Where a fit happens: points are centred on their mean, then divided by a power of two, which rounds nothing. */
export interface Frame {
  readonly mean: Float64Array;
  readonly scale: number;
}

/** A matrix in float64. */
export interface Points extends Matrix {
  readonly data: Float64Array;
}

/** Beyond this, squared distances leave the range of float64. */
const LARGEST_DEVIATION = 1e145;

/** The frame in which points [N, D], N ≥ 1, have mean 0 and largest entry between 1 and 2. @throws DISTANCE_OVERFLOW */
export const frameOf = ({ data, rows, columns }: Points): Frame => {
  const mean = new Float64Array(columns);
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < columns; i++) mean[i] = (mean[i] as number) + (data[n * columns + i] as number) / rows;
  }
  let largest = 0;
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < columns; i++) {
      const deviation = Math.abs((data[n * columns + i] as number) - (mean[i] as number));
      if (!(deviation <= LARGEST_DEVIATION)) throw distanceOverflow("x", n);
      if (deviation > largest) largest = deviation;
    }
  }
  // A single point, or nothing but constant columns, has no extent to scale by; below 2^-1000 the reciprocal overflows.
  return { mean, scale: largest < 2 ** -1000 ? 1 : 2 ** Math.floor(Math.log2(largest)) };
};

/** Points [N, D] as seen in the frame. */
export const intoFrame = ({ mean, scale }: Frame, { data, rows, columns }: Points): Points => {
  const moved = new Float64Array(data.length);
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < columns; i++) {
      moved[n * columns + i] = ((data[n * columns + i] as number) - (mean[i] as number)) / scale;
    }
  }
  return { data: moved, rows, columns };
};

/** The inverse of `intoFrame`. */
export const outOfFrame = ({ mean, scale }: Frame, { data, rows, columns }: Points): Points => ({
  data: data.map((value, at) => value * scale + (mean[at % columns] as number)),
  rows,
  columns,
});
