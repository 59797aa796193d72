import { dependsOnInput } from "../../graph/constancy.ts";
import { sameShape, shapeOf } from "../../graph/shapes.ts";
import type { Value } from "../../graph/value.ts";
import { isScalarFunction, knownNumber } from "./functions.ts";

// Spelled-out activations are short; longer chains are networks of their own.
const deepest = 8;

/**
 * The values of which `value` is an elementwise function, itself first, the others from near to far: each of them
 * alone, with scalar constants, determines it.
 */
export function basesOf(value: Value, depth = deepest): readonly Value[] {
  if (value.producer.kind !== "node" || depth === 0 || !isScalarFunction(value.producer)) return [value];
  const inputs = value.producer.inputs.filter((each) => each !== undefined);
  const [one, ...more] = new Set(inputs.filter(dependsOnInput));
  const others = inputs.filter((each) => !dependsOnInput(each));
  if (one === undefined || others.some((each) => knownNumber(each) === undefined)) return [value];
  const shared = more.reduce((bases, each) => commonBases(bases, basesOf(each, depth - 1)), basesOf(one, depth - 1));
  return [value, ...shared.filter((each) => sameShape(shapeOf(each), shapeOf(value)))];
}

/** Bases that two functions share, in the order of the first. */
export const commonBases = (a: readonly Value[], b: readonly Value[]): readonly Value[] =>
  a.filter((each) => b.includes(each));
