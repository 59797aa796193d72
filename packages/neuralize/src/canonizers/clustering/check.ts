import { input, typeOf } from "../../graph/node.ts";
import { rewriteValues, withInputs } from "../../graph/rewrite.ts";
import { shapeOf } from "../../graph/shapes.ts";
import { topologicalOrder } from "../../graph/topology.ts";
import type { Graph, Value } from "../../graph/value.ts";
import { add } from "../../ops/add.ts";
import { cast } from "../../ops/cast.ts";
import { gemm } from "../../ops/gemm.ts";
import { mul } from "../../ops/mul.ts";
import { reduceMean, reduceSumSquare } from "../../ops/reduce.ts";
import { squeeze } from "../../ops/squeeze.ts";
import { sub } from "../../ops/sub.ts";
import type { ClusteringMatch, NumericCheck } from "./match.ts";
import { numberLike } from "./rows.ts";

// Float32 rounds the sums of squares; a wrong factor, bias or column is off by far more.
const tolerance = 1e-3;

/**
 * The comparison that proves a match: the model's own squared distances against those of the centroids found, both
 * [N, K] and taken against their mean over the clusters, in which everything common to all clusters cancels
 * (MATH.md §1). The model is cut at its points, so that the input "points" [N, D] takes the place of whatever computes
 * them; other inputs of `graph` remain where only their sizes are used. `runClusteringCheck` runs it.
 */
export function clusteringCheck(match: ClusteringMatch, graph: Graph): NumericCheck {
  const { centroids } = match;
  const points = input("points", typeOf(match.points).type, [
    shapeOf(match.points)?.[0] ?? "N",
    shapeOf(centroids)?.[1] ?? "D",
  ]);
  const cut = withPoints(match.distances, match.points, points);
  const cross = gemm(points, centroids, { alpha: -2, transB: true });
  const outputs = {
    expected: contrasted(cast(squared(cut, match), typeOf(points).type)),
    actual: contrasted(add(cross, squeeze(reduceSumSquare(centroids, [1]), [1]))),
  };
  const used = new Set(topologicalOrder(Object.values(outputs)).flatMap((node) => node.inputs));
  return {
    graph: {
      inputs: [points, ...graph.inputs.filter((value) => value !== match.points && used.has(value))],
      outputs,
    },
    description: `squared distances of the model against those of its centroids (${match.description})`,
    tolerance,
  };
}

/** `value` with `points` in the place of `old`, whether a node computes that or it is an input of the graph. */
function withPoints(value: Value, old: Value, points: Value): Value {
  const current = rewriteValues([value], (node, inputs, original) => {
    if (original === old.producer) return original.values.map((each) => (each === old ? points : each));
    return old.producer.kind !== "node" && inputs.includes(old)
      ? withInputs(
          node,
          inputs.map((each) => (each === old ? points : each)),
        ).values
      : undefined;
  });
  return current(value);
}

/** d, from what the model computes instead of it. */
function squared(distances: Value, { scale, exponent }: ClusteringMatch): Value {
  const plain = exponent === 1 ? distances : mul(distances, distances);
  const factor = exponent === 1 ? scale : scale ** 2;
  return factor === 1 ? plain : mul(plain, numberLike(plain, 1 / factor));
}

const contrasted = (distances: Value): Value => sub(distances, reduceMean(distances, [1]));
