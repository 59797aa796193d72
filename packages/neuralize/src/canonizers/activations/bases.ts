import { dependsOnInput } from "../../graph/constancy.ts";
import { knownScalar } from "../../graph/known-scalar.ts";
import { sameShape, shapeOf } from "../../graph/shapes.ts";
import type { Value } from "../../graph/value.ts";
import { isScalarFunction } from "./functions.ts";

// Spelled-out activations are short; longer chains are networks of their own.
const deepest = 8;

/**
 * The values of which `value` is an elementwise function, itself first, the others from near to far: each of them
 * alone, with scalar constants, determines it.
 */
export function basesOf(value: Value, depth = deepest): readonly Value[] {
  if (value.producer.kind !== "node" || depth === 0 || !isScalarFunction(value.producer)) return [value];
  const data = value.producer.inputs.filter((each) => each !== undefined && dependsOnInput(each));
  const others = value.producer.inputs.filter((each) => each !== undefined && !dependsOnInput(each));
  const [one, two] = data;
  if (one === undefined || data.length > 2 || others.some((each) => knownScalar(each) === undefined)) return [value];
  const shared =
    two === undefined || two === one
      ? basesOf(one, depth - 1)
      : commonBases(basesOf(one, depth - 1), basesOf(two, depth - 1));
  return [value, ...shared.filter((each) => sameShape(shapeOf(each), shapeOf(value)))];
}

/** Bases that two functions share, in the order of the first. */
export const commonBases = (a: readonly Value[], b: readonly Value[]): readonly Value[] =>
  a.filter((each) => b.includes(each));
