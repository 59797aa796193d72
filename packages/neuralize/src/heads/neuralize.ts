import { noSuchCluster, nothingToContrast } from "../errors/messages.ts";
import { constant } from "../graph/node.ts";
import { int64 } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { argMin } from "../ops/arg-extremum.ts";
import { not } from "../ops/comparison.ts";
import { expand } from "../ops/expand.ts";
import { gatherElements } from "../ops/gather-elements.ts";
import { reduceMin } from "../ops/reduce.ts";
import { shape } from "../ops/shape.ts";
import { squeeze, unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { where } from "../ops/where.ts";
import { againstAttribute, amongCompetitors, clusterCount, competitors, whereContrasted } from "./competitors.ts";
import { reducedDistances } from "./distances.ts";
import { neuralizedKMeans } from "./neuralized-kmeans.ts";
import { logMeanExpPool, minPool } from "./pools.ts";

/** Points and centroids, however they were found. */
export interface KMeansHead {
  /** [N, D] */
  readonly points: Value;
  /** [K, D], an expression of constants. */
  readonly centroids: Value;
}

/** How the margins of a neuralized head are pooled. */
export type Pool = { readonly kind: "min" } | { readonly kind: "logmeanexp"; readonly beta: number };

export interface NeuralizeOptions {
  /** The cluster that is explained: the assigned one, one for all rows, or a value of int64 [N]. */
  readonly target?: "assigned" | number | Value;
  /** Competitors; absent for all other clusters. A value of int64 [N] names one for each row, which is not pooled. */
  readonly against?: readonly number[] | Value;
  readonly pool?: Pool;
}

/** A k-means head as a network: everything that it computes for points [N, D]. */
export interface NeuralizedHead {
  /** argmin_k d_k = argmax_k f_k, int64 [N]; ties to the lowest index. */
  readonly cluster: Value;
  /** The nearest competitor of the target, int64 [N]; ties to the lowest index; −1 where nothing competes. */
  readonly runnerUp: Value;
  /** f_k of every cluster, [N, K]: d₍₂₎ − d₍₁₎ for the assigned one, d₍₁₎ − d_k for the others. */
  readonly discriminants: Value;
  /** The pooled margins of the target, [N]; 0 where the target is the whole contrast set, so that nothing competes. */
  readonly evidence: Value;
}

/**
 * Rewrites a k-means assignment as a network: distances → margins of the target → pool. MATH.md §1; NEON.
 * @throws NeuralizeError NOTHING_TO_CONTRAST for fewer than two clusters, NO_SUCH_CLUSTER.
 */
export function neuralize(
  head: KMeansHead,
  { target = "assigned", against, pool = { kind: "min" } }: NeuralizeOptions = {},
): NeuralizedHead {
  const { points, centroids } = head;
  const distances = reducedDistances(points, centroids);
  const count = clusterCount(distances);
  if (count < 2) throw nothingToContrast(count);
  for (const cluster of [
    ...(isValue(against) ? [] : (against ?? [])),
    ...(typeof target === "number" ? [target] : []),
  ]) {
    if (!Number.isInteger(cluster) || cluster < 0 || cluster >= count) throw noSuchCluster(cluster, count);
  }
  const cluster = argMin(distances, 1, false);
  const explained = target === "assigned" ? cluster : typeof target === "number" ? everywhere(target, cluster) : target;
  const margins = neuralizedKMeans(points, centroids, explained, target === "assigned" && against === undefined);
  const discriminants = allDiscriminants(distances, cluster);
  if (isValue(against)) {
    const margin = squeeze(gatherElements(margins, unsqueeze(against, [1]), 1), [1]);
    return { cluster, runnerUp: against, discriminants, evidence: margin };
  }
  const contrast = { attributes: againstAttribute(against) };
  const nearest = argMin(amongCompetitors(contrast, distances, explained), 1, false);
  return {
    cluster,
    runnerUp: whereContrasted(contrast, explained, nearest, constant(int64([-1]))),
    discriminants,
    evidence:
      pool.kind === "min"
        ? minPool(margins, explained, against)
        : logMeanExpPool(margins, explained, pool.beta, against),
  };
}

const isValue = (against: NeuralizeOptions["against"]): against is Value =>
  against !== undefined && !Array.isArray(against);

const everywhere = (cluster: number, like: Value): Value => expand(constant(int64([cluster])), shape(like));

/** All f_k from the two smallest distances: f of the assigned cluster is its distance to the second, the others lag by theirs. */
function allDiscriminants(distances: Value, cluster: Value): Value {
  const pool = { attributes: {} };
  const least = reduceMin(distances, [1]);
  const second = reduceMin(amongCompetitors(pool, distances, cluster), [1]);
  return where(not(competitors(pool, distances, cluster)), sub(second, least), sub(least, distances));
}
