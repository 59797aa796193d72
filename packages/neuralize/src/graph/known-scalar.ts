import { constantOf } from "./node.ts";
import { elementCount, isFloating, numbersOf } from "./tensor.ts";
import type { Value } from "./value.ts";

/** The number that a constant scalar (or a constant of one element) holds; undefined for everything else. */
export function knownScalar(value: Value | undefined): number | undefined {
  const tensor = constantOf(value);
  if (tensor === undefined || !isFloating(tensor.type) || elementCount(tensor.shape) !== 1) return undefined;
  return numbersOf(tensor)[0];
}
