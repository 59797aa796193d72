import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { scatterElements } from "../ops/gather-elements.ts";
import { matMul } from "../ops/matmul.ts";
import { mul } from "../ops/mul.ts";
import { neg } from "../ops/neg.ts";
import { reduceSum } from "../ops/reduce.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { centred } from "./distances.ts";

/**
 * R_i = Σ_k q_k ((x_i − μ_ki)² − (x_i − μ_ci)²), [N, D], for shares q [N, K] that leave the target c out (q_c = 0): two
 * matrix products for the whole batch. With −Σ q in the place of q_c the shares sum to 0, so x² and the terms of μ_c
 * need no work of their own: R = x·(q(−2M)) + qM², in coordinates centred on the mean centroid. MATH.md §1.
 */
export function contractedMargins(x: Value, centroids: Value, target: Value, shares: Value): Value {
  const { points, centroids: shifted } = centred(x, centroids);
  const balanced = scatterElements(shares, unsqueeze(target, [1]), neg(reduceSum(shares, [1])), 1);
  const slope = matMul(balanced, mul(shifted, scalarLike(shifted, -2)));
  return add(mul(points, slope), matMul(balanced, mul(shifted, shifted)));
}
