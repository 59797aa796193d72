import { intOf } from "../graph/attributes.ts";
import { apply, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Attributes, Node, Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
import { cast } from "../ops/cast.ts";
import { equal, less } from "../ops/comparison.ts";
import { div } from "../ops/div.ts";
import { max, min } from "../ops/extremum.ts";
import { firstAlong } from "../ops/first-along.ts";
import { gatherElements } from "../ops/gather-elements.ts";
import { mul } from "../ops/mul.ts";
import { reduceMin } from "../ops/reduce.ts";
import { softmax } from "../ops/softmax.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { where } from "../ops/where.ts";
import { amongCompetitors } from "./competitors.ts";
import { contractedMargins } from "./contracted-margins.ts";
import { reducedDistances } from "./distances.ts";
import { stiffest } from "./min-takes-most.ts";

/**
 * Min-takes-most and midpoint in one layer, for R_c = f_c: R = Σ_k q_k ((x − μ_k)² − (x − μ_c)²) with
 * q_k = p_k f_c / h_k, from one distance product. Inputs: points [N, D], centroids [K, D], targets [N], β (scalar);
 * output [N, D]. Where the target is not the nearest (f_c < 0) the ratios are unbounded, so such rows get the pairwise
 * margin against the nearest competitor, which sums to f_c as well. MATH.md §1.
 */
export const KMeansRelevance = operator({
  type: "KMeansRelevance",
  domain: "neuralize",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: undefined,
  lower: (layer) => {
    const [x, centroids, target, beta] = layer.inputs;
    return x && centroids && target && beta ? [lowered(layer, x, centroids, target, beta)] : [];
  },
});

function lowered(layer: Node, x: Value, centroids: Value, target: Value, beta: Value): Value {
  const number = (value: number): Value => scalarLike(x, value);
  const assigned = intOf(layer, "assigned", 0) === 1;
  const distances = reducedDistances(x, centroids);
  const competing = amongCompetitors(layer, distances, target);
  const nearest = reduceMin(competing, [1]);
  const exact = assigned ? reduceMin(distances, [1]) : gatherElements(distances, unsqueeze(target, [1]), 1);
  // At a tie f_c = h_k = 0 and the ratio is 1: lowering the target's own distance by a rounding error makes it so.
  const tie = equal(nearest, exact);
  const own = sub(exact, where(tie, max(mul(abs(exact), number(1e-6)), number(1e-30)), number(0)));
  const evidence = sub(nearest, own);
  const stiffness = min(cast(beta, typeOf(x).type), number(stiffest));
  const weights = softmax(mul(sub(competing, nearest), mul(stiffness, number(-1))), 1);
  const shares = div(weights, sub(competing, own));
  if (assigned) return mul(evidence, contractedMargins(x, centroids, target, shares));
  const behind = less(evidence, number(0));
  const toNearest = cast(firstAlong(competing, nearest, [1]), typeOf(x).type);
  const scale = where(behind, number(1), evidence);
  return mul(scale, contractedMargins(x, centroids, target, where(behind, toNearest, shares)));
}

export const kmeansRelevance = (
  x: Value,
  centroids: Value,
  target: Value,
  beta: Value,
  attributes: Attributes,
): Value => apply(KMeansRelevance, [x, centroids, target, beta], attributes);
