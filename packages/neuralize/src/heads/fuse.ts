import { rewriteGraph } from "../graph/rewrite.ts";
import type { Graph, Node, Operator, Value } from "../graph/value.ts";
import { kmeansRelevance } from "./kmeans-relevance.ts";
import { Midpoint } from "./midpoint.ts";
import { MinTakesMost } from "./min-takes-most.ts";
import { MinPool } from "./pools.ts";

const producedBy = (value: Value | undefined, operator: Operator): Node | undefined =>
  value?.producer.kind === "node" && value.producer.operator === operator ? value.producer : undefined;

/**
 * A pass: midpoint over min-takes-most over the pool's own value becomes one layer. The ratios f_c/h_k are then
 * formed where both are at hand, so that a tie has its limit 1 instead of 0/0, and the distance product is shared.
 */
export const fuse = (graph: Graph): Graph =>
  rewriteGraph(graph, (node) => {
    if (node.operator !== Midpoint) return undefined;
    const [x, centroids, target, margins, handed] = node.inputs;
    const takesMost = producedBy(handed, MinTakesMost);
    const [pooled, , relevance, beta] = takesMost?.inputs ?? [];
    const pool = producedBy(relevance, MinPool);
    if (!x || !centroids || !target || !beta || !takesMost || pooled !== margins || pool?.inputs[0] !== margins)
      return undefined;
    const layer = margins?.producer.kind === "node" ? margins.producer.attributes : {};
    return [kmeansRelevance(x, centroids, target, beta, { ...takesMost.attributes, ...layer })];
  });
