import { apply, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";
import type { Operator, Value } from "../graph/value.ts";

// A truth value is constant almost everywhere: nothing flows back through it.
const comparison = (type: string, rest: Partial<Operator> = {}) =>
  operator({ type, infer: elementwise("bool"), vjp: () => undefined, sign: neverNegative, ...rest });

// Strings can be compared since opset 19.
export const Equal = comparison("Equal", {
  since: ({ inputs: [a] }) => (a && typeOf(a).type === "string" ? 19 : 0),
});
export const Greater = comparison("Greater");
export const GreaterOrEqual = comparison("GreaterOrEqual");
export const Less = comparison("Less");
export const LessOrEqual = comparison("LessOrEqual");
export const And = comparison("And");
export const Or = comparison("Or");
export const Xor = comparison("Xor");
export const Not = comparison("Not");
export const IsNaN = comparison("IsNaN");
export const IsInf = comparison("IsInf");

export const equal = (a: Value, b: Value): Value => apply(Equal, [a, b]);
export const greater = (a: Value, b: Value): Value => apply(Greater, [a, b]);
export const greaterOrEqual = (a: Value, b: Value): Value => apply(GreaterOrEqual, [a, b]);
export const less = (a: Value, b: Value): Value => apply(Less, [a, b]);
export const lessOrEqual = (a: Value, b: Value): Value => apply(LessOrEqual, [a, b]);
export const and = (a: Value, b: Value): Value => apply(And, [a, b]);
export const or = (a: Value, b: Value): Value => apply(Or, [a, b]);
export const not = (a: Value): Value => apply(Not, [a]);
export const isNotANumber = (a: Value): Value => apply(IsNaN, [a]);
