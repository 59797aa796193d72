import { sameShape, shapeOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { Add, add } from "../ops/add.ts";
import { Mul, mul } from "../ops/mul.ts";
import { Sub, sub } from "../ops/sub.ts";
import type { Simplification } from "./simplify.ts";

const productOf = (value: Value | undefined): readonly [Value, Value] | undefined => {
  if (value?.producer.kind !== "node" || value.producer.operator !== Mul) return undefined;
  const [a, b] = value.producer.inputs;
  return a && b && [a, b];
};

/** x·a + x·b is x·(a + b), and likewise for differences: what α and β hand to one input takes one product less. */
export const commonFactor: Simplification = ({ operator, inputs: [left, right] }: Node) => {
  if (operator !== Add && operator !== Sub) return undefined;
  const [first, second] = [productOf(left), productOf(right)];
  if (first === undefined || second === undefined) return undefined;
  const [x, a] = first;
  const [y, b] = second;
  // Only whole tensors: a broadcast sum would be larger than its parts.
  if (x !== y || ![a, b].every((value) => sameShape(shapeOf(value), shapeOf(x)))) return undefined;
  return mul(x, operator === Add ? add(a, b) : sub(a, b));
};
