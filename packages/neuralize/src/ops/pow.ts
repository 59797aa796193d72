import { apply, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
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
});

export const pow = (base: Value, exponent: Value): Value => apply(Pow, [base, exponent]);
