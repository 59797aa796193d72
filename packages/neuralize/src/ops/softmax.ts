import { int, intOf } from "../graph/attributes.ts";
import { apply, outputOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";
import { reduceSum } from "./reduce.ts";
import { sub } from "./sub.ts";

export const Softmax = operator({
  type: "Softmax",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient]) => {
    if (gradient === undefined) return undefined;
    const weighted = mul(gradient, outputOf(node));
    return sub(weighted, mul(outputOf(node), reduceSum(weighted, [intOf(node, "axis", -1)])));
  },
  sign: neverNegative,
});

export const LogSoftmax = operator({
  type: "LogSoftmax",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient]) =>
    gradient && sub(gradient, mul(exp(outputOf(node)), reduceSum(gradient, [intOf(node, "axis", -1)]))),
  sign: () => "nonpositive",
});

/** Softmax along one axis. */
export const softmax = (x: Value, axis: number): Value => apply(Softmax, [x], { axis: int(axis) });
