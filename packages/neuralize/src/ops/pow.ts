import { knownNumbers } from "../graph/known-numbers.ts";
import { apply, outputOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { log } from "./log.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/** The exponent, where it is one constant number. */
function knownPower(exponent: Value | undefined): number | undefined {
  const numbers = knownNumbers(exponent);
  return numbers?.length === 1 ? numbers[0] : undefined;
}

export const Pow = operator({
  type: "Pow",
  infer: elementwise(),
  vjp: (node, [gradient], operand) => {
    const [base, exponent] = node.inputs;
    if (gradient === undefined || base === undefined || exponent === undefined) return undefined;
    if (operand === 1) return mul(gradient, mul(outputOf(node), log(base)));
    const power = knownPower(exponent);
    // Its slope by the formula below would be 0·∞ where the base is 0.
    if (power === 0) return undefined;
    if (power === 1) return gradient;
    if (power === 2) return mul(gradient, mul(base, scalarLike(base, 2)));
    if (power !== undefined) return mul(gradient, mul(pow(base, scalarLike(base, power - 1)), scalarLike(base, power)));
    // The exponent may be of another type, an integer even.
    const factor = cast(exponent, typeOf(base).type);
    return mul(gradient, mul(factor, pow(base, sub(factor, scalarLike(base, 1)))));
  },
  sign: ({ inputs: [, exponent] }, [base = "unknown"]) => {
    const power = knownPower(exponent);
    if (power !== undefined && power % 2 === 0) return "nonnegative";
    if (power !== undefined && power > 0 && Number.isInteger(power)) return base;
    // A zero has a sign of its own, which an infinite power of it takes over.
    return base === "nonnegative" ? "nonnegative" : "unknown";
  },
});

export const pow = (base: Value, exponent: Value): Value => apply(Pow, [base, exponent]);
