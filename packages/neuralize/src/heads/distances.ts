import { apply, constantOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { numbersOf } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { gemm } from "../ops/gemm.ts";
import { reduceMean, reduceSumSquare } from "../ops/reduce.ts";
import { squeeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";

/** Points and centroids shifted by the mean centroid: every difference of distances is invariant under it. */
interface Centred {
  readonly points: Value;
  readonly centroids: Value;
}

/**
 * x − m [N, D] and M − m [K, D] with m the mean centroid; the runtime folds what is constant. Centroids that lie round
 * the origin anyway stay where they are, m = 0: the shift could not save a digit and is a pass over the points. MATH.md §1.
 */
export function centred(x: Value, centroids: Value): Centred {
  if (roundTheOrigin(centroids)) return { points: x, centroids };
  const mean = reduceMean(centroids, [0]);
  return { points: sub(x, mean), centroids: sub(centroids, mean) };
}

/** Whether ‖m‖² is at most the mean of ‖μ_k − m‖², for centroids that are a constant. */
function roundTheOrigin(centroids: Value): boolean {
  const tensor = constantOf(centroids);
  const [rows, columns] = tensor?.shape ?? [];
  if (tensor === undefined || rows === undefined || columns === undefined) return false;
  const numbers = numbersOf(tensor);
  const mean = new Float64Array(columns);
  numbers.forEach((value, i) => {
    mean[i % columns] = (mean[i % columns] ?? 0) + value / rows;
  });
  const squaredNorm = mean.reduce((sum, value) => sum + value * value, 0);
  const meanSquare = numbers.reduce((sum, value) => sum + value * value, 0) / rows;
  return 2 * squaredNorm <= meanSquare;
}

/**
 * ‖x − μ_k‖² − ‖x − m‖², [N, K]: the squared distances without the part that all of them share (MATH.md §1: it
 * cancels in every difference). One matrix product with the squared norms as its addend.
 */
export function reducedDistances(x: Value, centroids: Value): Value {
  const { points, centroids: shifted } = centred(x, centroids);
  return gemm(points, shifted, { alpha: -2, transB: true, addend: squeeze(reduceSumSquare(shifted, [1]), [1]) });
}

/** Squared Euclidean distances of points x [N, D] to centroids [K, D]: [N, K]. */
export const PairwiseDistance = operator({
  type: "PairwiseDistance",
  domain: "neuralize",
  infer: (draft) => {
    const x = operandType(draft, 0);
    const centroids = operandType(draft, 1);
    return [{ type: x.type, shape: x.shape && centroids.shape && [x.shape[0] ?? 1, centroids.shape[0] ?? 1] }];
  },
  vjp: undefined,
  lower: ({ inputs: [x, centroids] }) => {
    if (x === undefined || centroids === undefined) return [];
    const norm = reduceSumSquare(centred(x, centroids).points, [1]);
    return [add(reducedDistances(x, centroids), norm)];
  },
});

export const pairwiseDistance = (x: Value, centroids: Value): Value => apply(PairwiseDistance, [x, centroids]);
