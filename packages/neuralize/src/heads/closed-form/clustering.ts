import { noSuchCluster, nothingToContrast, widthMismatch } from "../../errors/messages.ts";
import type { Matrix } from "../../matrix.ts";
import { finiteValues } from "./finite-values.ts";

/** Centroids in float64, row-major: centroid k is `values[k * features .. (k + 1) * features]`. */
export interface Clustering {
  readonly values: Float64Array;
  readonly clusters: number;
  readonly features: number;
}

/** Centroids [K, D] that have something to contrast. @throws MATRIX_SHAPE, NOT_FINITE, NOTHING_TO_CONTRAST */
export const clusteringOf = (centroids: Matrix): Clustering => {
  const values = finiteValues("centroids", centroids);
  if (centroids.rows < 2) throw nothingToContrast(centroids.rows);
  return { values, clusters: centroids.rows, features: centroids.columns };
};

/** Points [N, D] in the space of the centroids, in float64. @throws MATRIX_SHAPE, NOT_FINITE, WIDTH_MISMATCH */
export const pointsOf = (x: Matrix, { features }: Clustering): Float64Array => {
  if (x.columns !== features) throw widthMismatch("x", x.columns, features);
  return finiteValues("x", x);
};

/** The same number, once it is known to name a cluster. @throws NO_SUCH_CLUSTER */
export const existingCluster = (cluster: number, { clusters }: Clustering): number => {
  if (!Number.isInteger(cluster) || cluster < 0 || cluster >= clusters) throw noSuchCluster(cluster, clusters);
  return cluster;
};
