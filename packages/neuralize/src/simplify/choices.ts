import { knownScalar } from "../graph/known-scalar.ts";
import { outputOf } from "../graph/node.ts";
import { withInputs } from "../graph/rewrite.ts";
import { sameShape, shapeOf } from "../graph/shapes.ts";
import { isNonnegative } from "../graph/signs.ts";
import type { Operator, Value } from "../graph/value.ts";
import { Add } from "../ops/add.ts";
import { GreaterOrEqual } from "../ops/comparison.ts";
import { Div } from "../ops/div.ts";
import { Mul } from "../ops/mul.ts";
import { Sub } from "../ops/sub.ts";
import { Where } from "../ops/where.ts";
import type { Simplification } from "./simplify.ts";

const broadcasting: readonly Operator[] = [Add, Div, Mul, Sub];

/**
 * where(x ≥ 0, a, b) is a, for x ≥ 0. Where a has another shape, it does as well as an operand of something that
 * broadcasts it to the same shape again, which is how stabilisers use it.
 */
export const choices: Simplification = (node) => {
  const sameOutput = (value: Value): boolean => sameShape(shapeOf(value), shapeOf(outputOf(node)));
  const taken = alwaysTaken(outputOf(node));
  if (taken !== undefined) return sameOutput(taken) ? taken : undefined;
  if (!broadcasting.includes(node.operator)) return undefined;
  const inputs = node.inputs.map((value) => alwaysTaken(value) ?? value);
  if (inputs.every((value, i) => value === node.inputs[i])) return undefined;
  const simpler = outputOf(withInputs(node, inputs));
  return sameOutput(simpler) ? simpler : undefined;
};

/** The branch that a Where takes whatever the data is. */
function alwaysTaken(value: Value | undefined): Value | undefined {
  if (value?.producer.kind !== "node" || value.producer.operator !== Where) return undefined;
  const [condition, a] = value.producer.inputs;
  if (condition?.producer.kind !== "node" || condition.producer.operator !== GreaterOrEqual) return undefined;
  const [x, bound] = condition.producer.inputs;
  return knownScalar(bound) === 0 && isNonnegative(x) ? a : undefined;
}
