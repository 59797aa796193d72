import { distanceOverflow } from "../errors/messages.ts";
import { requireFinite, requireShape } from "../heads/closed-form/finite-values.ts";
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

/**
 * The frame in which points [N, D], N ≥ 1, have mean 0 and largest entry between 1 and 2.
 *
 * @throws MATRIX_SHAPE, NOT_FINITE, DISTANCE_OVERFLOW
 */
export const frameOf = (points: Matrix): Frame => {
  const { data, rows, columns } = points;
  requireShape("x", points);
  const mean = new Float64Array(columns);
  const share = 1 / rows;
  for (let n = 0, at = 0; n < rows; n++) {
    // Shares are added, not values: their sum cannot overflow.
    for (let i = 0; i < columns; i++, at++) mean[i] = (mean[i] as number) + (data[at] as number) * share;
  }
  let largest = 0;
  for (let n = 0, at = 0; n < rows; n++) {
    for (let i = 0; i < columns; i++, at++) {
      const deviation = Math.abs((data[at] as number) - (mean[i] as number));
      if (!(deviation <= LARGEST_DEVIATION)) {
        // A cell that is not finite makes all deviations of its column NaN or infinite.
        requireFinite("x", points);
        throw distanceOverflow("x", n);
      }
      if (deviation > largest) largest = deviation;
    }
  }
  // A single point, or nothing but constant columns, has no extent to scale by; below 2^-1000 the reciprocal overflows.
  return { mean, scale: largest < 2 ** -1000 ? 1 : 2 ** Math.floor(Math.log2(largest)) };
};

/** Points [N, D] as seen in the frame. */
export const intoFrame = (frame: Frame, points: Matrix): Points => {
  const { rows, columns } = points;
  const data = new Float64Array(points.data.length);
  moveInto(data, frame, points);
  return { data, rows, columns };
};

/** The same, narrowed to float32 afterwards. */
export const narrowedInFrame = (frame: Frame, points: Matrix): Float32Array => {
  const narrowed = new Float32Array(points.data.length);
  moveInto(narrowed, frame, points);
  return narrowed;
};

const moveInto = (target: Float32Array | Float64Array, { mean, scale }: Frame, { data, rows, columns }: Matrix) => {
  // The reciprocal of a power of two is exact.
  const factor = 1 / scale;
  for (let n = 0, at = 0; n < rows; n++) {
    for (let i = 0; i < columns; i++, at++) target[at] = ((data[at] as number) - (mean[i] as number)) * factor;
  }
};

/** The inverse of `intoFrame`. */
export const outOfFrame = ({ mean, scale }: Frame, { data, rows, columns }: Points): Points => ({
  data: data.map((value, at) => value * scale + (mean[at % columns] as number)),
  rows,
  columns,
});
