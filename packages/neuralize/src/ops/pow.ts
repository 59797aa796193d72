import { apply, constantOf, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { elementCount, numbersOf } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { log } from "./log.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

export const Pow = operator({
  type: "Pow",
  infer: elementwise(),
  vjp: (node, [gradient], operand) => {
    const [base, exponent] = node.inputs;
    if (gradient === undefined || base === undefined || exponent === undefined) return undefined;
    return operand === 0
      ? mul(gradient, mul(exponent, pow(base, sub(exponent, scalarLike(exponent, 1)))))
      : mul(gradient, mul(outputOf(node), log(base)));
  },
  sign: ({ inputs: [, exponent] }, [base = "unknown"]) => {
    const tensor = constantOf(exponent);
    const power = tensor && elementCount(tensor.shape) === 1 ? numbersOf(tensor)[0] : undefined;
    if (power !== undefined && power % 2 === 0) return "nonnegative";
    if (power !== undefined && power > 0 && Number.isInteger(power)) return base;
    // A zero has a sign of its own, which an infinite power of it takes over.
    return base === "nonnegative" ? "nonnegative" : "unknown";
  },
});

export const pow = (base: Value, exponent: Value): Value => apply(Pow, [base, exponent]);
