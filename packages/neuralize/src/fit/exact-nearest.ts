import type { Matrix } from "../matrix.ts";
import type { DistanceProduct, Nearest } from "./distance-product.ts";
import type { Points } from "./frame.ts";

/**
 * The nearest centroids in float64, ties to the lowest index, with the help of a product that may round to float32. Only
 * rows whose two smallest distances it cannot tell apart are measured against all centroids.
 *
 * The product's error is at most u·(D + 8)·(‖x‖ + ‖μ‖)² with u = 2⁻²⁴, whatever the order of its sums (Higham, Accuracy
 * and Stability of Numerical Algorithms, section 3.1), and ‖x‖ ≤ ‖μ_c‖ + ‖x − μ_c‖.
 *
 * @param points [N, D], the ones the product is bound to
 * @param centroids [K, D]
 */
export const exactNearest = async (points: Points, centroids: Points, product: DistanceProduct): Promise<Nearest> => {
  const { data, rows, columns } = points;
  const { labels, margins } = await roundedNearest(rows, centroids, product);
  const longest = Math.sqrt(largestSquare(centroids));
  const squaredDistances = new Float64Array(rows);
  for (let n = 0; n < rows; n++) {
    const own = squaredDistance(data, n, centroids, labels[n] as number);
    squaredDistances[n] = own;
    const size = 2 * longest + Math.sqrt(own);
    if ((margins[n] as number) > 2 * (ROUNDING * (columns + 8) * size * size + SMALLEST)) continue;
    for (let k = 0; k < centroids.rows; k++) {
      const distance = squaredDistance(data, n, centroids, k);
      const least = squaredDistances[n] as number;
      if (distance < least || (distance === least && k < (labels[n] as number))) {
        squaredDistances[n] = distance;
        labels[n] = k;
      }
    }
  }
  return { labels, squaredDistances };
};

/** Twice the unit roundoff of float32: the product need not be the best possible. */
const ROUNDING = 2 ** -23;

/** Below this, float32 underflows. */
const SMALLEST = 2 ** -120;

/** Distances that are held at once: 16 MB. */
const HELD = 2 ** 22;

/** By the product: the nearest centroid of every row, and how much farther the next one is. */
const roundedNearest = async (
  rows: number,
  { data, rows: clusters, columns }: Points,
  product: DistanceProduct,
): Promise<{ readonly labels: Int32Array; readonly margins: Float64Array }> => {
  const labels = new Int32Array(rows);
  const first = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const second = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const atOnce = Math.max(8, Math.floor(HELD / rows));
  for (let from = 0; from < clusters; from += atOnce) {
    const to = Math.min(clusters, from + atOnce);
    const block: Matrix = { data: data.subarray(from * columns, to * columns), rows: to - from, columns };
    const distances = await product.squaredDistances(block);
    for (let k = from, at = 0; k < to; k++) {
      for (let n = 0; n < rows; n++, at++) {
        const distance = distances[at] as number;
        if (!(distance < (second[n] as number))) continue;
        if (distance < (first[n] as number)) {
          second[n] = first[n] as number;
          first[n] = distance;
          labels[n] = k;
        } else {
          second[n] = distance;
        }
      }
    }
  }
  for (let n = 0; n < rows; n++) second[n] = (second[n] as number) - (first[n] as number);
  return { labels, margins: second };
};

const largestSquare = ({ data, rows, columns }: Points): number => {
  let largest = 0;
  for (let k = 0; k < rows; k++) {
    let square = 0;
    for (let i = k * columns; i < (k + 1) * columns; i++) square += (data[i] as number) ** 2;
    if (square > largest) largest = square;
  }
  return largest;
};

const squaredDistance = (data: Float64Array, row: number, centroids: Points, k: number): number => {
  const { columns } = centroids;
  let sum = 0;
  for (let at = row * columns, to = k * columns, end = at + columns; at < end; at++, to++) {
    const difference = (data[at] as number) - (centroids.data[to] as number);
    sum += difference * difference;
  }
  return sum;
};
