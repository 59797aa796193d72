import { int, intOf } from "../graph/attributes.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";
import type { Dimension, NodeDraft, TensorType, Value } from "../graph/value.ts";

function infer(draft: NodeDraft): readonly [TensorType] {
  const { shape } = operandType(draft, 0);
  const axis = shape && positiveAxis(intOf(draft, "axis", 0), shape.length);
  const kept = intOf(draft, "keepdims", 1) === 1;
  return [{ type: "int64", shape: shape?.flatMap((size, i): Dimension[] => (i !== axis ? [size] : kept ? [1] : [])) }];
}

// An index is constant almost everywhere: nothing flows back through it.
export const ArgMin = operator({ type: "ArgMin", infer, vjp: () => undefined, sign: neverNegative });
export const ArgMax = operator({ type: "ArgMax", infer, vjp: () => undefined, sign: neverNegative });

const index =
  (type: typeof ArgMin) =>
  (x: Value, axis: number, keepdims = true): Value =>
    apply(type, [x], { axis: int(axis), keepdims: int(keepdims ? 1 : 0) });

/** The lowest index of the smallest element along an axis, int64. */
export const argMin = index(ArgMin);
/** The lowest index of the largest element along an axis, int64. */
export const argMax = index(ArgMax);
