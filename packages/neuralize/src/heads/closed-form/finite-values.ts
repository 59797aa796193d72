import { matrixShape, notFinite } from "../../errors/messages.ts";
import type { Matrix } from "../../matrix.ts";

/**
 * The entries of a matrix in float64, row-major, checked to be finite; shares the buffer of a float64 matrix.
 *
 * @throws MATRIX_SHAPE, NOT_FINITE (with row and column)
 */
export const finiteValues = (name: string, matrix: Matrix): Float64Array => {
  const { data, rows, columns } = matrix;
  if (data.length !== rows * columns) throw matrixShape(name, rows, columns, data.length);
  const values = data instanceof Float64Array ? data : new Float64Array(data);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    // value − value is 0 for every finite number and NaN for NaN and ±Infinity.
    if (value - value !== 0) throw notFinite(name, Math.floor(i / columns), i % columns, value);
  }
  return values;
};
