import { broadcastShapes, operandType } from "../graph/shapes.ts";
import type { Dimension, NodeDraft, TensorType } from "../graph/value.ts";

/**
 * Inference of a binary elementwise operator that also computes with shapes: where both operands are known integer
 * vectors, so is the result. `combine` returns undefined for a combination of names that has no name of its own.
 */
export const binary =
  (combine: (a: Dimension, b: Dimension) => Dimension | undefined) =>
  (draft: NodeDraft): readonly [TensorType] => {
    const a = operandType(draft, 0);
    const b = operandType(draft, 1);
    const shape = broadcastShapes([a.shape, b.shape], draft.operator.type);
    const vectors = (shape?.length ?? 2) <= 1;
    const known = vectors ? combineVectors(a.integers, b.integers, combine) : undefined;
    return [{ type: a.type, shape, ...(known !== undefined && { integers: known }) }];
  };

function combineVectors(
  a: readonly Dimension[] | undefined,
  b: readonly Dimension[] | undefined,
  combine: (a: Dimension, b: Dimension) => Dimension | undefined,
): readonly Dimension[] | undefined {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
  const length = Math.max(a.length, b.length);
  const result: Dimension[] = [];
  for (let i = 0; i < length; i++) {
    const left = a[a.length === 1 ? 0 : i];
    const right = b[b.length === 1 ? 0 : i];
    const combined = left === undefined || right === undefined ? undefined : combine(left, right);
    if (combined === undefined) return undefined;
    result.push(combined);
  }
  return result;
}

/** Applies `exact` to two numbers; anything with a name in it is unknown. */
export const numbersOnly =
  (exact: (a: number, b: number) => number) =>
  (a: Dimension, b: Dimension): Dimension | undefined =>
    typeof a === "number" && typeof b === "number" ? exact(a, b) : undefined;
