import { int, intOf } from "../graph/attributes.ts";
import { integers, node, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { expandLike } from "./expand.ts";
import { scatterElements } from "./gather-elements.ts";
import { knownDimensions } from "./known-integers.ts";

export const TopK = operator({
  type: "TopK",
  infer: (draft) => {
    const { type, shape: sizes } = operandType(draft, 0);
    const count = knownDimensions(draft.inputs[1])?.[0] ?? "k";
    const axis = sizes && positiveAxis(intOf(draft, "axis", -1), sizes.length);
    const result = sizes?.map((size, i) => (i === axis ? count : size));
    return [
      { type, shape: result },
      { type: "int64", shape: result },
    ];
  },
  vjp: (topK, [gradient], operand) => {
    const x = topK.inputs[0];
    const indices = topK.values[1];
    if (gradient === undefined || x === undefined || indices === undefined || operand !== 0) return undefined;
    const zeros = expandLike(scalarLike(gradient, 0), x);
    return scatterElements(zeros, indices, gradient, intOf(topK, "axis", -1));
  },
  // The indices are nonnegative.
  sign: (_, [x = "unknown"]) => (x === "nonnegative" || x === "zero" ? "nonnegative" : "unknown"),
  moves: () => true,
});

/** The k largest (or smallest) elements along the last axis, sorted, and their indices. */
export function topK(x: Value, k: number, largest: boolean): readonly [Value, Value] {
  const { values } = node(TopK, [x, integers([k])], { axis: int(-1), largest: int(largest ? 1 : 0), sorted: int(1) });
  return [values[0] as Value, values[1] as Value];
}
