import type { Matrix } from "../matrix.ts";

/** For every row its nearest centroid (ties to the lowest index) and the squared distance to it, never negative. */
export interface Nearest {
  readonly labels: Int32Array;
  readonly squaredDistances: Float32Array | Float64Array;
}

/**
 * The one heavy operation of k-means, on points that are already where it runs. Distances may be computed in float32 and by ‖x‖² − 2x·μ + ‖μ‖², but no less exactly:
 * they steer the fit and settle every row that they can tell apart; its result is computed in float64.
 */
export interface DistanceProduct {
  /** @param centroids [K, D] @returns arrays that later calls leave alone */
  nearest(centroids: Matrix): Promise<Nearest>;
  /**
   * @param centres [L, D] with small L
   * @returns squared distances [L, N], row-major, never negative; the next call may overwrite them
   */
  squaredDistances(centres: Matrix): Promise<Float32Array | Float64Array>;
}

/**
 * Makes the product for points [N, D]. They are centred on their mean and scaled by a power of two to at most about 1
 * in size, so float32 neither overflows nor wastes digits; centroids come in the same frame.
 */
export type BindDistanceProduct = (points: Matrix) => DistanceProduct | Promise<DistanceProduct>;
