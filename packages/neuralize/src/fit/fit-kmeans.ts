import { emptyMatrix, invalidOption, tooManyClusters } from "../errors/messages.ts";
import { finiteValues } from "../heads/closed-form/finite-values.ts";
import type { Matrix } from "../matrix.ts";
import { updateCentroids } from "./centroid-update.ts";
import { directDistances } from "./direct-distances.ts";
import type { BindDistanceProduct } from "./distance-product.ts";
import { distinctRows } from "./distinct-rows.ts";
import { exactNearest } from "./exact-nearest.ts";
import { exchange } from "./exchange.ts";
import { frameOf, intoFrame, outOfFrame, type Points } from "./frame.ts";
import { type LloydRun, lloyd } from "./lloyd.ts";
import { type Random, randomFrom } from "./random.ts";
import { seedCentroids } from "./seeding.ts";

export interface FitKMeansOptions {
  /** Number of clusters, at least 1 */
  readonly k: number;
  /** @defaultValue 0 */
  readonly seed?: number;
  /**
   * Runs, of which the one with the smallest inertia is kept: 20 from seeds of their own, further ones from the best
   * run with one or two centroids re-seeded. @defaultValue 10
   */
  readonly restarts?: number;
  /** @defaultValue 300 */
  readonly maxIterations?: number;
  /**
   * A run has converged when the squared Frobenius norm of the centroids' shift is at most this multiple of the mean
   * variance of the columns, as in scikit-learn. @defaultValue 1e-4
   */
  readonly tolerance?: number;
  /** Centroids [k, D] to start from: one run, and the clusters keep this order. */
  readonly initialCentroids?: Matrix;
  /** Where distances are computed. @defaultValue plain loops in float64 */
  readonly distances?: BindDistanceProduct;
  readonly onProgress?: (progress: FitProgress) => void;
  /** Stops the fit: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** After every iteration; restarts and iterations count from 1. */
export interface FitProgress {
  readonly k: number;
  readonly restart: number;
  readonly restarts: number;
  readonly iteration: number;
}

export interface KMeansFit {
  /** [k, D] in float64; largest cluster first, unless initial centroids gave an order */
  readonly centroids: Matrix & { readonly data: Float64Array };
  /** Nearest centroid of every row [N], ties to the lowest index */
  readonly labels: Int32Array;
  /** Sum of squared distances to the nearest centroids, computed in float64 */
  readonly inertia: number;
  /** Iterations of the run that was kept */
  readonly iterations: number;
  /** Rows of every cluster [k] */
  readonly sizes: readonly number[];
  /** The run that was kept, from 1 */
  readonly restart: number;
}

/**
 * Fits k-means: greedy k-means++ seeding, Lloyd iterations, empty clusters re-seeded, best of several
 * restarts, which single exchanges of rows then improve (not with initial centroids: that is one run of Lloyd).
 * The same data, options and distance product give the same result.
 *
 * @param x points [N, D]
 * @throws MATRIX_SHAPE, NOT_FINITE, EMPTY_MATRIX, INVALID_OPTION, TOO_MANY_CLUSTERS (with the number of distinct rows),
 *   DISTANCE_OVERFLOW; the signal's reason
 */
export const fitKMeans = async (x: Matrix, options: FitKMeansOptions): Promise<KMeansFit> => {
  const { k, seed = 0, maxIterations = 300, tolerance = 1e-4, initialCentroids, onProgress, signal } = options;
  const { distances: bind = directDistances, restarts = 10 } = options;
  const runs = initialCentroids === undefined ? restarts : 1;
  requireCount("k", k);
  requireCount("restarts", restarts);
  requireCount("maxIterations", maxIterations);
  if (!(tolerance >= 0)) throw invalidOption("tolerance", tolerance, "0 or a positive number");
  const random = randomFrom(seed);

  if (x.data.length === 0) throw emptyMatrix("x", x.rows, x.columns);
  const frame = frameOf(x);
  const distinct = distinctRows(x, k);
  if (distinct < k) throw tooManyClusters(k, distinct);
  const start = initialCentroids && startingPoints(initialCentroids, k, x.columns);
  signal?.throwIfAborted();

  const points = intoFrame(frame, x);
  const product = await bind(points);
  const stop = { shift: tolerance * meanVariance(points), maxIterations };
  const run = async (restart: number, initial: Points): Promise<LloydRun & { readonly restart: number }> => {
    const result = await lloyd(points, initial, product, stop, (iteration) => {
      onProgress?.({ k, restart, restarts: runs, iteration });
      signal?.throwIfAborted();
    });
    return { ...result, restart };
  };
  let best = await run(1, start ? intoFrame(frame, start) : await seedCentroids(points, k, product, random));
  for (let restart = 2; restart <= runs; restart++) {
    const vary = k > 1 && restart > INDEPENDENT_RUNS;
    const kept = vary ? dropSome(best.centroids, random) : undefined;
    const next = await run(restart, await seedCentroids(points, k, product, random, kept));
    if (next.inertia < best.inertia) best = next;
  }
  const nearest = options.distances
    ? (centroids: Points) => exactNearest(points, centroids, product)
    : (centroids: Points) => product.nearest(centroids);
  const improve = async ({ centroids, labels }: LloydRun): Promise<Points> => {
    if (points.data.length * k > MOST_EXCHANGED) return largestFirst(centroids, labels);
    const improved = exchange(points, updateCentroids(points, await nearest(centroids), k));
    return largestFirst(improved, (await nearest(improved)).labels);
  };
  const ordered = start ? best.centroids : await improve(best);
  const { labels, squaredDistances } = await nearest(ordered);
  return {
    centroids: outOfFrame(frame, ordered),
    labels,
    inertia: total(squaredDistances) * frame.scale ** 2,
    iterations: best.iterations,
    sizes: sizesOf(labels, k),
    restart: best.restart,
  };
};

/** Rows × columns × clusters up to which rows are exchanged; beyond, one row matters little and a pass costs a run. */
const MOST_EXCHANGED = 3e7;

/** After so many runs from scratch, every further one varies the best so far: it re-seeds one or two of its centroids. */
const INDEPENDENT_RUNS = 20;
const MOST_DROPPED = 2;

/** All but one or two of the centroids, chosen at random; of two, one stays. */
const dropSome = ({ data, rows, columns }: Points, random: Random): Points => {
  const dropped = 1 + Math.floor(random() * Math.min(rows - 1, MOST_DROPPED));
  const order = Array.from({ length: rows }, (_, k) => ({ k, key: random() })).sort((a, b) => a.key - b.key);
  const kept = order.slice(dropped).flatMap(({ k }) => Array.from(data.subarray(k * columns, (k + 1) * columns)));
  return { data: Float64Array.from(kept), rows: rows - dropped, columns };
};

const requireCount = (name: string, value: number): void => {
  if (!Number.isInteger(value) || value < 1) throw invalidOption(name, value, "a whole number, at least 1");
};

const startingPoints = (centroids: Matrix, k: number, columns: number): Points => {
  const data = finiteValues("initialCentroids", centroids);
  if (centroids.rows !== k || centroids.columns !== columns) {
    throw invalidOption(
      "initialCentroids",
      `${centroids.rows} × ${centroids.columns}`,
      `k × columns, ${k} × ${columns}`,
    );
  }
  return { data, rows: k, columns };
};

/** Mean over the columns of the population variance of points with mean 0. */
const meanVariance = ({ data }: Points): number => {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += (data[i] as number) ** 2;
  return sum / data.length;
};

const total = (values: Float32Array | Float64Array): number => {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n] as number;
  return sum;
};

const sizesOf = (labels: Int32Array, clusters: number): number[] => {
  const sizes = Array<number>(clusters).fill(0);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
};

/** Centroids by descending size, the one with the earliest row first among equals. */
const largestFirst = ({ data, rows, columns }: Points, labels: Int32Array): Points => {
  const sizes = sizesOf(labels, rows);
  const order = sizes.map((size, k) => ({ k, size, earliest: labels.indexOf(k) }));
  order.sort((a, b) => b.size - a.size || a.earliest - b.earliest);
  const sorted = new Float64Array(data.length);
  order.forEach(({ k }, position) => {
    sorted.set(data.subarray(k * columns, (k + 1) * columns), position * columns);
  });
  return { data: sorted, rows, columns };
};
