import { intOf } from "../graph/attributes.ts";
import { apply, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Attributes, Node, Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
import { cast } from "../ops/cast.ts";
import { equal, less } from "../ops/comparison.ts";
import { constantLike } from "../ops/constant-like.ts";
import { div } from "../ops/div.ts";
import { exp } from "../ops/exp.ts";
import { max } from "../ops/extremum.ts";
import { firstAlong } from "../ops/first-along.ts";
import { gatherElements } from "../ops/gather-elements.ts";
import { mul } from "../ops/mul.ts";
import { neg } from "../ops/neg.ts";
import { reduceMin, reduceSum } from "../ops/reduce.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { where } from "../ops/where.ts";
import { amongCompetitors, whereContrasted } from "./competitors.ts";
import { contractedMargins } from "./contracted-margins.ts";
import { reducedDistances } from "./distances.ts";
import { boundedStiffness } from "./min-takes-most.ts";

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
  const distances = reducedDistances(x, centroids);
  const competing = amongCompetitors(layer, distances, target);
  const nearest = reduceMin(competing, [1]);
  const exact = gatherElements(distances, unsqueeze(target, [1]), 1);
  // A runtime hands [N, 1] ∘ scalar to its threads at a price above that of the operation; equal shapes cost nothing.
  const perRow = (number: number): Value => constantLike(exact, number);
  // At a tie f_c = h_k = 0 and the ratio is 1: lowering the target's own distance by a rounding error makes it so.
  const roundingError = max(mul(abs(exact), perRow(1e-6)), perRow(1e-30));
  const own = sub(exact, where(equal(nearest, exact), roundingError, perRow(0)));
  const evidence = sub(nearest, own);
  // Shifted by the nearest before they are scaled: −β·0 is 0 however stiff, and the exponents lose no digits to f_c.
  const stiffness = boundedStiffness(beta, x);
  const weights = exp(mul(sub(competing, nearest), neg(stiffness)));
  // p f_c / h but for the row's factor f_c / Σ weights: applied to [N, D] it costs less than a softmax over [N, K].
  const shares = div(weights, sub(competing, own));
  const factor = div(evidence, reduceSum(weights, [1]));
  if (intOf(layer, "assigned", 0) === 1) return mul(contractedMargins(x, centroids, target, shares), factor);
  const behind = less(evidence, perRow(0));
  const toNearest = cast(firstAlong(competing, nearest, [1]), typeOf(x).type);
  const scale = whereContrasted(layer, target, where(behind, perRow(1), factor));
  return mul(contractedMargins(x, centroids, target, where(behind, toNearest, shares)), scale);
}

export const kmeansRelevance = (
  x: Value,
  centroids: Value,
  target: Value,
  beta: Value,
  attributes: Attributes,
): Value => apply(KMeansRelevance, [x, centroids, target, beta], attributes);
