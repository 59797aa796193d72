import type { Matrix } from "../matrix.ts";
import { breathingPause } from "./breathing-pause.ts";
import type { DistanceProduct } from "./distance-product.ts";

/**
 * The distance product in plain loops: float64, no engine, differences before squares, so no digits are lost.
 *
 * Between two calls of `nearest` with as many centroids it keeps, for every row, a lower bound of the distance to all
 * centroids but its own: a row that is nearer to its own than that needs one distance instead of K.
 *
 * @param points [N, D]
 * @see Hamerly, Making k-means even faster, SDM 2010
 */
export const directDistances = (points: Matrix): DistanceProduct => {
  const values = points.data instanceof Float64Array ? points.data : new Float64Array(points.data);
  const { rows, columns } = points;
  const pause = breathingPause();
  let previous: { readonly centroids: Matrix; readonly labels: Int32Array; readonly others: Float64Array } | undefined;

  return {
    async nearest(centroids) {
      await pause();
      const packed = packInFours(centroids);
      const distances = new Float64Array(packed.length / columns);
      const known = previous?.centroids.rows === centroids.rows ? previous : undefined;
      const moved = known === undefined ? Number.POSITIVE_INFINITY : largestMove(known.centroids, centroids);
      const labels = new Int32Array(rows);
      const squaredDistances = new Float64Array(rows);
      const others = new Float64Array(rows);
      for (let n = 0; n < rows; n++) {
        if (known !== undefined) {
          const label = known.labels[n] as number;
          const own = squaredDistance(values, n * columns, centroids.data, label * columns, columns);
          const bound = (known.others[n] as number) - moved;
          if (Math.sqrt(own) < bound * BOUND_ROUNDING) {
            labels[n] = label;
            squaredDistances[n] = own;
            others[n] = bound;
            continue;
          }
        }
        measure(values, n * columns, packed, columns, distances);
        let label = 0;
        let first = Number.POSITIVE_INFINITY;
        let second = Number.POSITIVE_INFINITY;
        for (let k = 0; k < centroids.rows; k++) {
          const distance = distances[k] as number;
          if (distance < first) {
            second = first;
            first = distance;
            label = k;
          } else if (distance < second) {
            second = distance;
          }
        }
        labels[n] = label;
        squaredDistances[n] = first;
        others[n] = Math.sqrt(second);
      }
      previous = { centroids, labels, others };
      return { labels, squaredDistances };
    },

    async squaredDistances(centres) {
      await pause();
      const packed = packInFours(centres);
      const distances = new Float64Array(packed.length / columns);
      const result = new Float64Array(rows * centres.rows);
      for (let n = 0; n < rows; n++) {
        measure(values, n * columns, packed, columns, distances);
        for (let k = 0; k < centres.rows; k++) result[k * rows + n] = distances[k] as number;
      }
      return result;
    },
  };
};

/** The bounds are sums of rounded roots; this much they are taken to be smaller. */
const BOUND_ROUNDING = 1 - 1e-9;

/** Centroids in float64, filled up with copies of nothing (Infinity) to a multiple of four rows. */
const packInFours = ({ data, rows, columns }: Matrix): Float64Array => {
  const packed = new Float64Array(Math.ceil(rows / 4) * 4 * columns).fill(Number.POSITIVE_INFINITY);
  packed.set(data);
  return packed;
};

/** Squared distances of one row to all packed centroids; four sums at a time keep the processor's pipeline full. */
const measure = (x: Float64Array, start: number, packed: Float64Array, columns: number, distances: Float64Array) => {
  for (let k = 0; k < distances.length; k += 4) {
    const at = k * columns;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < columns; i++) {
      const value = x[start + i] as number;
      const difference0 = value - (packed[at + i] as number);
      const difference1 = value - (packed[at + columns + i] as number);
      const difference2 = value - (packed[at + 2 * columns + i] as number);
      const difference3 = value - (packed[at + 3 * columns + i] as number);
      sum0 += difference0 * difference0;
      sum1 += difference1 * difference1;
      sum2 += difference2 * difference2;
      sum3 += difference3 * difference3;
    }
    distances[k] = sum0;
    distances[k + 1] = sum1;
    distances[k + 2] = sum2;
    distances[k + 3] = sum3;
  }
};

const largestMove = (before: Matrix, after: Matrix): number => {
  let largest = 0;
  for (let k = 0; k < after.rows; k++) {
    const at = k * after.columns;
    largest = Math.max(largest, squaredDistance(before.data, at, after.data, at, after.columns));
  }
  return Math.sqrt(largest);
};

const squaredDistance = (
  a: Float32Array | Float64Array,
  aStart: number,
  b: Float32Array | Float64Array,
  bStart: number,
  columns: number,
): number => {
  let sum = 0;
  for (let i = 0; i < columns; i++) {
    const difference = (a[aStart + i] as number) - (b[bStart + i] as number);
    sum += difference * difference;
  }
  return sum;
};
