import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { gather } from "../ops/gather.ts";
import { matMul } from "../ops/matmul.ts";
import { mul } from "../ops/mul.ts";
import { reduceSum } from "../ops/reduce.ts";
import { sub } from "../ops/sub.ts";
import { centred } from "./distances.ts";

/**
 * R_i = Σ_k q_k ((x_i − μ_ki)² − (x_i − μ_ci)²), [N, D], for shares q [N, K]: two matrix products for the whole batch,
 * R = Q·μ_c(2x − μ_c) − 2x·(qM) + qM² with Q = Σ q, in coordinates centred on the mean centroid. MATH.md §1.
 */
export function contractedMargins(x: Value, centroids: Value, target: Value, shares: Value): Value {
  const { points, centroids: shifted } = centred(x, centroids);
  const own = gather(shifted, target, 0);
  const twice = mul(points, scalarLike(points, 2));
  const total = reduceSum(shares, [1]);
  const towards = mul(total, mul(own, sub(twice, own)));
  const away = sub(matMul(shares, mul(shifted, shifted)), mul(twice, matMul(shares, shifted)));
  return add(towards, away);
}
