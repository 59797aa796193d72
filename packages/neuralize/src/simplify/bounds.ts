import { knownScalar } from "../graph/known-scalar.ts";
import { outputOf } from "../graph/node.ts";
import { sameShape, shapeOf } from "../graph/shapes.ts";
import { isNonnegative, isNonpositive } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { Abs } from "../ops/abs.ts";
import { Max, Min } from "../ops/extremum.ts";
import { Relu } from "../ops/relu.ts";
import type { Simplification } from "./simplify.ts";

/** max(x, 0), |x| and relu(x) of x ≥ 0 are x, and so is min(x, 0) of x ≤ 0. */
export const bounds: Simplification = (node) => {
  const { operator, inputs } = node;
  const [x, bound] = inputs;
  if (operator === Relu || operator === Abs) return x && isNonnegative(x) ? x : undefined;
  if (x === undefined || inputs.length !== 2 || knownScalar(bound) !== 0) return undefined;
  const kept = operator === Max ? isNonnegative(x) : operator === Min ? isNonpositive(x) : false;
  return kept && sameShape(shapeOf(x), shapeOf(outputOf(node) as Value)) ? x : undefined;
};
