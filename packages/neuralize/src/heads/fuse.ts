import { rewriteGraph } from "../graph/rewrite.ts";
import type { Graph, Node, Operator, Value } from "../graph/value.ts";
import { kmeansEvidence } from "./kmeans-evidence.ts";
import { kmeansRelevance } from "./kmeans-relevance.ts";
import { Midpoint } from "./midpoint.ts";
import { MinTakesMost } from "./min-takes-most.ts";
import { NeuralizedKMeans } from "./neuralized-kmeans.ts";
import { MinPool } from "./pools.ts";

const producedBy = (value: Value | undefined, operator: Operator): Node | undefined =>
  value?.producer.kind === "node" && value.producer.operator === operator ? value.producer : undefined;

/**
 * A pass over what is read of a neuralized k-means. Midpoint over min-takes-most over the pool's own value becomes one
 * layer: the ratios f_c/h_k are then formed where both are at hand, so that a tie has its limit 1 instead of 0/0. The
 * pool's own value becomes a difference of distances, so no margins [N, K] are needed for it.
 */
export const fuse = (graph: Graph): Graph =>
  rewriteGraph(graph, (node, _, original) => {
    if (node.operator === MinPool) return fusedEvidence(node);
    // Recognised as it was written: its pool has been replaced by now.
    return node.operator === Midpoint && explainsItsPool(original) ? fusedRelevance(node) : undefined;
  });

function fusedEvidence({ inputs: [margins], attributes }: Node): readonly Value[] | undefined {
  const [x, centroids, target] = producedBy(margins, NeuralizedKMeans)?.inputs ?? [];
  return x && centroids && target && [kmeansEvidence(x, centroids, target, attributes)];
}

/** Whether what a midpoint layer hands on is the value of the pool over the very margins that it handles. */
function explainsItsPool({ inputs: [, , , margins, handed] }: Node): boolean {
  const [pooled, , relevance] = producedBy(handed, MinTakesMost)?.inputs ?? [];
  return pooled === margins && producedBy(relevance, MinPool)?.inputs[0] === margins;
}

function fusedRelevance({ inputs: [x, centroids, target, margins, handed] }: Node): readonly Value[] | undefined {
  const takesMost = producedBy(handed, MinTakesMost);
  const beta = takesMost?.inputs[3];
  const layer = margins?.producer.kind === "node" ? margins.producer.attributes : {};
  return (
    x &&
    centroids &&
    target &&
    beta && [kmeansRelevance(x, centroids, target, beta, { ...takesMost?.attributes, ...layer })]
  );
}
