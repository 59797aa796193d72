import { randomKey } from "./random-key.ts";
import { leadingEigenpairs } from "./symmetric-eigen.ts";

/** A plane through the data, and how much of its variance lies in it. */
export interface PrincipalPlane {
  /** [D] */
  readonly mean: Float64Array;
  /** Unit vectors [D]; an axis without variance is zero. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Share of the variance along each axis, 0..1. */
  readonly explained: readonly [number, number];
}

/**
 * The first two principal components of `points`, each [D].
 *
 * With n points in D dimensions the smaller of the covariance (D × D) and the Gram matrix (n × n) is decomposed: both
 * have the same leading eigenvalues, and an eigenvector u of the Gram matrix gives the axis Xᵀu/‖Xᵀu‖. The sign of an
 * axis is the one that makes its largest coordinate positive (the lowest index where several are).
 */
export function principalPlane(points: readonly Float64Array[], dimensions: number): PrincipalPlane {
  const mean = meanOf(points, dimensions);
  const centred = points.map((point) => point.map((value, j) => value - (mean[j] ?? 0)));
  // In units of the largest deviation, so that squares of values around 1e200 do not overflow.
  const unit = centred.reduce((most, point) => point.reduce((m, value) => Math.max(m, Math.abs(value)), most), 0);
  const zero = () => new Float64Array(dimensions);
  if (unit === 0) return { mean, axes: [zero(), zero()], explained: [0, 0] };
  const scaled = centred.map((point) => point.map((value) => value / unit));

  const tall = scaled.length >= dimensions;
  const vectors = tall ? columnsOf(scaled, dimensions) : scaled;
  const products = innerProducts(vectors);
  const total = vectors.reduce((trace, _, i) => trace + (products[i * vectors.length + i] ?? 0), 0);
  const pairs = leadingEigenpairs(products, vectors.length, 2, (position) => randomKey(0, position) / 2 ** 32);

  const axis = (index: number) => {
    const vector = pairs.vectors[index];
    // Rounding leaves eigenvalues of about 1e-16 of the total where there is no variance.
    if (vector === undefined || (pairs.values[index] ?? 0) <= 1e-13 * total) return zero();
    return withFixedSign(tall ? vector : normalised(weightedSum(scaled, vector, dimensions)));
  };
  const share = (index: number) => {
    const value = pairs.values[index] ?? 0;
    return value <= 1e-13 * total ? 0 : Math.min(1, value / total);
  };
  return { mean, axes: [axis(0), axis(1)], explained: [share(0), share(1)] };
}

/** The coordinates of a point [D] in the plane. */
export function project(plane: PrincipalPlane, point: ArrayLike<number>): readonly [number, number] {
  const along = (axis: Float64Array) =>
    axis.reduce((sum, weight, j) => sum + weight * ((point[j] ?? 0) - (plane.mean[j] ?? 0)), 0);
  return [along(plane.axes[0]), along(plane.axes[1])];
}

function meanOf(points: readonly Float64Array[], dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions);
  points.forEach((point, before) => {
    for (let j = 0; j < dimensions; j++) {
      const value = mean[j] ?? 0;
      mean[j] = value + ((point[j] ?? 0) - value) / (before + 1);
    }
  });
  return mean;
}

function columnsOf(points: readonly Float64Array[], dimensions: number): Float64Array[] {
  return Array.from({ length: dimensions }, (_, j) => Float64Array.from(points, (point) => point[j] ?? 0));
}

function innerProducts(vectors: readonly Float64Array[]): Float64Array {
  const size = vectors.length;
  const products = new Float64Array(size * size);
  vectors.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = vectors[j] ?? a;
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
      products[i * size + j] = sum;
      products[j * size + i] = sum;
    }
  });
  return products;
}

function weightedSum(points: readonly Float64Array[], weights: Float64Array, dimensions: number): Float64Array {
  const sum = new Float64Array(dimensions);
  points.forEach((point, i) => {
    for (let j = 0; j < dimensions; j++) sum[j] = (sum[j] ?? 0) + (weights[i] ?? 0) * (point[j] ?? 0);
  });
  return sum;
}

function normalised(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

function withFixedSign(axis: Float64Array): Float64Array {
  // Of coordinates that are equal but for rounding the first decides.
  const largest = axis.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const deciding = axis.find((value) => Math.abs(value) >= (1 - 1e-9) * largest) ?? 0;
  return deciding < 0 ? axis.map((value) => -value) : axis;
}
