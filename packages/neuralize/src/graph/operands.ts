import { shapeMismatch } from "../errors/messages.ts";
import type { NodeDraft, Value } from "./value.ts";

/** Both inputs of an operator that requires two. @throws SHAPE_MISMATCH */
export function twoOperands({
  operator,
  inputs: [a, b],
}: Pick<NodeDraft, "operator" | "inputs">): readonly [Value, Value] {
  if (a === undefined || b === undefined) throw shapeMismatch(operator.type, "it needs two inputs");
  return [a, b];
}

/** All inputs of an operator that requires three. @throws SHAPE_MISMATCH */
export function threeOperands({
  operator,
  inputs: [a, b, c],
}: Pick<NodeDraft, "operator" | "inputs">): readonly [Value, Value, Value] {
  if (a === undefined || b === undefined || c === undefined)
    throw shapeMismatch(operator.type, "it needs three inputs");
  return [a, b, c];
}
