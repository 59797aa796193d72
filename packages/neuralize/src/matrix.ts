/** A dense matrix, row-major: entry (r, c) is `data[r * columns + c]`, and `data.length` is `rows * columns`. */
export interface Matrix {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}
