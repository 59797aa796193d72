import { emptyContrast, lengthMismatch } from "../../errors/messages.ts";
import type { Matrix } from "../../matrix.ts";
import { type Clustering, clusteringOf, existingCluster, pointsOf } from "./clustering.ts";
import { addMidpointRelevance, lowest, relativeDistances, squaredDistance } from "./margin.ts";
import { minTakesMost, validStiffness } from "./pooling.ts";

export interface ExplainKMeansOptions {
  /**
   * Stiffness β of min-takes-most, in [0, ∞]: 0 shares equally between the competitors, Infinity leaves all to the
   * runner-up. "auto" is 1 / (mean evidence of the assigned clusters against all others), whatever `target` and
   * `against` are, and Infinity if that mean is 0.
   * @defaultValue "auto"
   */
  readonly beta?: number | "auto";
  /** The clusters that count as competitors (the target itself is left out of them). @defaultValue all */
  readonly against?: readonly number[];
  /** The cluster to explain: each row's own, one for all, or one per row. @defaultValue "assigned" */
  readonly target?: "assigned" | number | ArrayLike<number>;
}

/** One entry or row per point. */
export interface KMeansExplanation {
  /** Assigned cluster argmin_k d_k [N], ties to the lowest index */
  readonly cluster: Int32Array;
  /** Explained cluster c [N] */
  readonly target: Int32Array;
  /** The target's nearest competitor [N], ties to the lowest index; −1 where there is none */
  readonly runnerUp: Int32Array;
  /** Discriminant f_c = min_k d_k − d_c of the target over its competitors [N], squared units; 0 where there is none */
  readonly evidence: Float64Array;
  /** (b − a) / max(a, b) [N], with the Euclidean distances a to the assigned centroid and b to the nearest other */
  readonly simplifiedSilhouette: Float64Array;
  /** Contribution of every feature [N, D], float64; a row sums to its evidence */
  readonly relevance: Matrix;
  /** The stiffness used */
  readonly beta: number;
}

/**
 * Explains k-means assignments in closed form: which features speak for the target cluster, and how strongly.
 *
 * The evidence is the neuralized discriminant f_c; its relevance is LRP with min-takes-most on the pool and the midpoint
 * rule on the linear layer (MATH.md §1), R_i = Σ_k p_k (f_c / h_k) ((x_i − μ_ki)² − (x_i − μ_ci)²), and Σ_i R_i = f_c.
 * A target that is not the nearest of itself and its competitors has f_c < 0 and gets the pairwise margin against the
 * nearest competitor a instead ("why not?"): R_i = (x_i − μ_ai)² − (x_i − μ_ci)², with the same sum.
 * A row whose target is the only member of `against` has nothing to be contrasted with: evidence and relevance 0,
 * runner-up −1.
 *
 * O(N·K·D) time and O(N·D) memory, float64 inside.
 *
 * @param x points [N, D]
 * @param centroids [K, D], K ≥ 2, in the same space
 * @throws MATRIX_SHAPE, WIDTH_MISMATCH, LENGTH_MISMATCH, NOT_FINITE, NOTHING_TO_CONTRAST, EMPTY_CONTRAST,
 *   NO_SUCH_CLUSTER, INVALID_STIFFNESS, DISTANCE_OVERFLOW
 * @see Kauffmann et al., From Clustering to Cluster Explanations via Neural Networks, TNNLS 2024
 */
export const explainKMeans = (
  x: Matrix,
  centroids: Matrix,
  { beta: stiffness = "auto", against, target: wanted = "assigned" }: ExplainKMeansOptions = {},
): KMeansExplanation => {
  const clustering = clusteringOf(centroids);
  const points = pointsOf(x, clustering);
  const contrast = contrastSet(against, clustering);
  const targets = wantedTargets(wanted, x.rows, clustering);
  const { features } = clustering;

  const beta = stiffness === "auto" ? heuristicStiffness(x, points, clustering) : validStiffness(stiffness);
  const cluster = new Int32Array(x.rows);
  const target = new Int32Array(x.rows);
  const runnerUp = new Int32Array(x.rows);
  const evidence = new Float64Array(x.rows);
  const simplifiedSilhouette = new Float64Array(x.rows);
  const data = new Float64Array(x.rows * features);
  for (let n = 0; n < x.rows; n++) {
    const row = points.subarray(n * features, (n + 1) * features);
    const distances = relativeDistances(row, clustering, n);
    const assigned = lowest(distances);
    const explained = targets?.[n] ?? assigned;
    const competitors = contrast.filter((k) => k !== explained);
    const margins = competitors.map((k) => (distances[k] as number) - (distances[explained] as number));
    const nearest = lowest(margins);
    cluster[n] = assigned;
    target[n] = explained;
    runnerUp[n] = competitors[nearest] ?? -1;
    evidence[n] = margins[nearest] ?? 0;
    simplifiedSilhouette[n] = silhouetteOf(squaredDistance(row, clustering, assigned), gap(distances, assigned));
    shares(margins, nearest, beta).forEach((share, j) => {
      if (share === 0) return;
      const relevance = data.subarray(n * features, (n + 1) * features);
      addMidpointRelevance(relevance, share, row, clustering, explained, competitors[j] as number);
    });
  }
  return {
    cluster,
    target,
    runnerUp,
    evidence,
    simplifiedSilhouette,
    relevance: { data, rows: x.rows, columns: features },
    beta,
  };
};

/** q_k = p_k f / h_k for every competitor, or 1 for the nearest alone where the target is not the nearest (f < 0). */
const shares = (margins: readonly number[], nearest: number, beta: number): readonly number[] => {
  const evidence = margins[nearest] ?? 0;
  if (evidence < 0) return margins.map((_, j) => Number(j === nearest));
  const taken = minTakesMost(margins, beta);
  // 0 ≤ f / h ≤ 1 here; a margin of 0 is a tie with f = 0, where the limit of the ratio is 1.
  return margins.map((margin, j) => (taken[j] as number) * (margin === 0 ? 1 : evidence / margin));
};

const contrastSet = (against: readonly number[] | undefined, clustering: Clustering): readonly number[] => {
  if (against === undefined) return Array.from({ length: clustering.clusters }, (_, k) => k);
  if (against.length === 0) throw emptyContrast();
  return [...new Set(against.map((k) => existingCluster(k, clustering)))].sort((a, b) => a - b);
};

/** The explained cluster of every row; undefined if it is each row's own. */
const wantedTargets = (
  target: "assigned" | number | ArrayLike<number>,
  rows: number,
  clustering: Clustering,
): readonly number[] | undefined => {
  if (target === "assigned") return undefined;
  const targets =
    typeof target === "number" ? Array<number>(rows).fill(target) : Array.from(target as ArrayLike<number>);
  if (targets.length !== rows) throw lengthMismatch("target", targets.length, rows);
  for (const k of targets) existingCluster(k, clustering);
  return targets;
};

/** NEON's heuristic: one over the mean evidence of the assigned clusters. */
const heuristicStiffness = (x: Matrix, points: Float64Array, clustering: Clustering): number => {
  const { features } = clustering;
  let sum = 0;
  for (let n = 0; n < x.rows; n++) {
    const distances = relativeDistances(points.subarray(n * features, (n + 1) * features), clustering, n);
    sum += gap(distances, lowest(distances));
  }
  return sum === 0 ? Number.POSITIVE_INFINITY : x.rows / sum;
};

/** How much farther the nearest other centroid is than the assigned one, in squared distance. */
const gap = (distances: Float64Array, assigned: number): number => {
  let next = Number.POSITIVE_INFINITY;
  for (let k = 0; k < distances.length; k++) if (k !== assigned) next = Math.min(next, distances[k] as number);
  return next - (distances[assigned] as number);
};

/** Simplified silhouette from the squared distance to the assigned centroid and the gap to the nearest other. */
const silhouetteOf = (squared: number, gap: number): number => {
  const other = Math.sqrt(squared + gap);
  return other === 0 ? 0 : (other - Math.sqrt(squared)) / other;
};
