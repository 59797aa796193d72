import { int } from "../graph/attributes.ts";
import { apply, scalarLike } from "../graph/node.ts";
import { threeOperands } from "../graph/operands.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { gather } from "../ops/gather.ts";
import { gatherElements } from "../ops/gather-elements.ts";
import { matMul } from "../ops/matmul.ts";
import { mul } from "../ops/mul.ts";
import { reduceSum, reduceSumSquare } from "../ops/reduce.ts";
import { squeeze, unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { reducedDistances } from "./distances.ts";
import { perSampleLinear } from "./per-sample-linear.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const x = operandType(draft, 0);
  const centroids = operandType(draft, 1);
  return [{ type: x.type, shape: x.shape && centroids.shape && [x.shape[0] ?? 1, centroids.shape[0] ?? 1] }];
}

/** h_k = d_k − d_c from one distance product, O(N·K·D); the column of c itself is 0. */
function lower(layer: Node): readonly Value[] {
  const [x, centroids, target] = threeOperands(layer);
  const distances = reducedDistances(x, centroids);
  return [sub(distances, gatherElements(distances, unsqueeze(target, [1]), 1))];
}

/** ∂/∂x Σ g_k h_k = 2(Σ g_k)·μ_c − 2·gM: factorised, no weight table. */
function back(layer: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [, centroids, target] = threeOperands(layer);
  if (gradient === undefined || operand !== 0) return undefined;
  const towards = mul(reduceSum(gradient, [1]), gather(centroids, target, 0));
  return mul(sub(towards, matMul(gradient, centroids)), scalarLike(gradient, 2));
}

/** W = 2(μ_c − M) [N, K, D] and b = ‖M‖² − ‖μ_c‖² [N, K], spelled out for rules that are not linear in the weights. */
function explicit(layer: Node): Node {
  const [x, centroids, target] = threeOperands(layer);
  const own = gather(centroids, target, 0);
  const weight = mul(sub(unsqueeze(own, [1]), centroids), scalarLike(x, 2));
  const bias = sub(squeeze(reduceSumSquare(centroids, [1]), [1]), reduceSumSquare(own, [1]));
  return perSampleLinear(x, weight, bias);
}

/**
 * The linear layer of a neuralized k-means: margins h_k = w_kᵀx + b_k = d_k − d_c of the target cluster c against every
 * cluster k, with w_k = 2(μ_c − μ_k), b_k = ‖μ_k‖² − ‖μ_c‖². Inputs: points [N, D], centroids [K, D], target clusters
 * [N] (int64); output [N, K], 0 in the target's own column. MATH.md §1; Kauffmann et al. 2024 (NEON), eq. 4.
 */
export const NeuralizedKMeans = operator({
  type: "NeuralizedKMeans",
  domain: "neuralize",
  infer,
  vjp: back,
  layers: () => ["NeuralizedKMeans"],
  lower,
  explicit,
});

/** @param assigned whether `target` is the nearest centroid of every point, which simplifies what follows. */
export const neuralizedKMeans = (x: Value, centroids: Value, target: Value, assigned: boolean): Value =>
  apply(NeuralizedKMeans, [x, centroids, target], assigned ? { assigned: int(1) } : {});
