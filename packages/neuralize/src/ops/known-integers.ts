import { constantOf, typeOf } from "../graph/node.ts";
import { numbersOf } from "../graph/tensor.ts";
import type { Dimension, Value } from "../graph/value.ts";

/** The integers that a shape-like operand holds, names included, or undefined when they are not known. */
export function knownDimensions(value: Value | undefined): readonly Dimension[] | undefined {
  if (value === undefined) return undefined;
  const tensor = constantOf(value);
  return typeOf(value).integers ?? (tensor && numbersOf(tensor));
}

/** The integers of an operand, or undefined when any of them is not known at compile time. */
export function knownIntegers(value: Value | undefined): readonly number[] | undefined {
  const known = knownDimensions(value);
  return known?.every((size): size is number => typeof size === "number") ? (known as readonly number[]) : undefined;
}
