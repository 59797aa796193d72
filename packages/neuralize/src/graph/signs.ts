import { decidedOnce } from "./decide.ts";
import { elementCount, isFloating, numbersOf } from "./tensor.ts";
import type { Constant, Node, Sign, Value } from "./value.ts";

const ofNode = decidedOnce((node): Sign => node.operator.sign(node, node.inputs.map(signOf)));
const ofConstant = new WeakMap<Constant, Sign>();

// Tensors are not computed at compile time: only constants as short as a scalar or a vector of channels' bounds are read.
const longestRead = 64;

/**
 * The sign of every element of a value, as far as it is known before anything runs. MATH.md §3, "Work that provably
 * vanishes must not be done".
 */
export function signOf(value: Value | undefined): Sign {
  if (value === undefined || value.producer.kind === "input") return "unknown";
  return value.producer.kind === "constant" ? signOfConstant(value.producer) : ofNode(value.producer);
}

function signOfConstant(constant: Constant): Sign {
  const { tensor } = constant;
  if (!isFloating(tensor.type) || elementCount(tensor.shape) > longestRead) return "unknown";
  const earlier = ofConstant.get(constant);
  if (earlier !== undefined) return earlier;
  const numbers = numbersOf(tensor);
  const sign = signOfAny(numbers.map(signOfNumber));
  ofConstant.set(constant, sign);
  return sign;
}

/** Signs of sums: equal ones stay, zero gives way. */
export function signOfSum(signs: readonly Sign[]): Sign {
  return signs.reduce((a, b) => (a === b || b === "zero" ? a : a === "zero" ? b : "unknown"), "zero");
}

/** Signs of products and quotients. */
export function signOfProduct(signs: readonly Sign[]): Sign {
  return signs.reduce((a, b) => {
    if (a === "zero" || b === "zero") return "zero";
    if (a === "unknown" || b === "unknown") return "unknown";
    return a === b ? "nonnegative" : "nonpositive";
  }, "nonnegative");
}

const isUp = (sign: Sign): boolean => sign === "nonnegative" || sign === "zero";
const isDown = (sign: Sign): boolean => sign === "nonpositive" || sign === "zero";

const signFrom = (up: boolean, down: boolean): Sign =>
  up && down ? "zero" : up ? "nonnegative" : down ? "nonpositive" : "unknown";

/** The sign of what holds elements of several values: Where, Concat, a Pad with its fill. */
export const signOfAny = (signs: readonly Sign[]): Sign => signFrom(signs.every(isUp), signs.every(isDown));

/** The sign of the largest of several numbers. */
export const signOfMax = (signs: readonly Sign[]): Sign => signFrom(signs.some(isUp), signs.every(isDown));

/** The sign of the smallest of several numbers. */
export const signOfMin = (signs: readonly Sign[]): Sign => signFrom(signs.every(isUp), signs.some(isDown));

/** The sign of −x. */
export const signOfNegative = (sign: Sign): Sign => signFrom(isDown(sign), isUp(sign));

/** The sign of magnitudes: nothing below zero, and zero where all is zero. */
export const signOfMagnitude = (_: Node, [first]: readonly Sign[]): Sign => (first === "zero" ? "zero" : "nonnegative");

/** The sign of a number that is known. */
export const signOfNumber = (number: number): Sign => signFrom(number >= 0, number <= 0);

/** The sign of what only moves or selects elements of its first input. */
export const signOfFirst = (_: Node, [first]: readonly Sign[]): Sign => first ?? "unknown";

/** The sign of what can only be ≥ 0. */
export const neverNegative = (): Sign => "nonnegative";

/** Whether nothing in a value is below zero. */
export const isNonnegative = (value: Value | undefined): boolean => isUp(signOf(value));

/** Whether nothing in a value is above zero. */
export const isNonpositive = (value: Value | undefined): boolean => isDown(signOf(value));
