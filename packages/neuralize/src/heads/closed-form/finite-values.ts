import { matrixShape, notFinite } from "../../errors/messages.ts";
import type { Matrix } from "../../matrix.ts";

/** @throws MATRIX_SHAPE unless the buffer has rows × columns entries. */
export const requireShape = (name: string, { data, rows, columns }: Matrix): void => {
  if (data.length !== rows * columns) throw matrixShape(name, rows, columns, data.length);
};

/** @throws MATRIX_SHAPE, NOT_FINITE (with row and column) */
export const requireFinite = (name: string, matrix: Matrix): void => {
  requireShape(name, matrix);
  const { data, columns } = matrix;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    // value − value is 0 for every finite number and NaN for NaN and ±Infinity.
    if (value - value !== 0) throw notFinite(name, Math.floor(i / columns), i % columns, value);
  }
};

/**
 * The entries of a matrix in float64, row-major, checked to be finite; shares the buffer of a float64 matrix.
 *
 * @throws MATRIX_SHAPE, NOT_FINITE (with row and column)
 */
export const finiteValues = (name: string, matrix: Matrix): Float64Array => {
  requireFinite(name, matrix);
  return matrix.data instanceof Float64Array ? matrix.data : new Float64Array(matrix.data);
};
