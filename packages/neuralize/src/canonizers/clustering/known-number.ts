import { tensorOf } from "../../graph/attributes.ts";
import { knownNumbers } from "../../graph/known-numbers.ts";
import { constantOf } from "../../graph/node.ts";
import { numbersOf } from "../../graph/tensor.ts";
import type { Value } from "../../graph/value.ts";

// Only scalars, and constants that repeat one number, are read; longer ones are data.
const longest = 65_536;

const shaping = new Set([
  "Cast",
  "Expand",
  "Flatten",
  "Identity",
  "Reshape",
  "Squeeze",
  "Tile",
  "Transpose",
  "Unsqueeze",
]);

/** The one number that a value consists of, wherever it is known when the graph is compiled. */
export function knownNumber(value: Value | undefined): number | undefined {
  const short = knownNumbers(value);
  if (short !== undefined) return allEqual(short);
  let current = value;
  let sign = 1;
  while (current?.producer.kind === "node") {
    const { operator, inputs } = current.producer;
    if (operator.type === "ConstantOfShape") {
      const fill = tensorOf(current.producer, "value");
      return sign * (fill ? (numbersOf(fill)[0] ?? 0) : 0);
    }
    if (operator.type === "Neg") sign = -sign;
    else if (!shaping.has(operator.type)) return undefined;
    current = inputs[0];
  }
  const tensor = constantOf(current);
  if (tensor === undefined || tensor.type === "string" || tensor.bytes.length > longest) return undefined;
  const number = allEqual(numbersOf(tensor));
  return number === undefined ? undefined : sign * number;
}

const allEqual = (numbers: readonly number[]): number | undefined =>
  numbers.every((each) => each === numbers[0]) ? numbers[0] : undefined;
