import { dataTooLarge } from "../errors/messages.ts";
import { apply, nameOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfMax, signOfMin } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { greaterOrEqual, lessOrEqual } from "./comparison.ts";
import { where } from "./where.ts";

// Every operand is compared with all others.
const mostOperands = 256;

// The gradient goes to the first operand that attains the extremum.
const first =
  (attains: (a: Value, b: Value) => Value, combine: (values: readonly Value[]) => Value) =>
  (node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined => {
    const operands = node.inputs.filter((value): value is Value => value !== undefined);
    const own = operands[operand];
    if (gradient === undefined || own === undefined || operands.length === 1) return gradient;
    if (operands.length > mostOperands)
      throw dataTooLarge(`The gradient of ${nameOf(node)}`, operands.length, "operands", mostOperands);
    const before = operands.slice(0, operand);
    const after = operands.slice(operand + 1);
    const zero = scalarLike(gradient, 0);
    let kept = gradient;
    if (after.length > 0) kept = where(attains(own, combine(after)), kept, zero);
    if (before.length > 0) kept = where(attains(combine(before), own), zero, kept);
    return kept;
  };

export const Max = operator({
  type: "Max",
  infer: elementwise(),
  vjp: first(greaterOrEqual, (values) => max(...values)),
  sign: (_, signs) => signOfMax(signs),
  moves: () => true,
});

export const Min = operator({
  type: "Min",
  infer: elementwise(),
  vjp: first(lessOrEqual, (values) => min(...values)),
  sign: (_, signs) => signOfMin(signs),
  moves: () => true,
});

export const max = (...values: readonly Value[]): Value =>
  values.length === 1 && values[0] ? values[0] : apply(Max, values);
export const min = (...values: readonly Value[]): Value =>
  values.length === 1 && values[0] ? values[0] : apply(Min, values);
