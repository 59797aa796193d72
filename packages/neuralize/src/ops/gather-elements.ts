import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf, string, stringOf } from "../graph/attributes.ts";
import { apply, nameOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfAny, signOfFirst } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { expandLike } from "./expand.ts";

export const GatherElements = operator({
  type: "GatherElements",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 1).shape }],
  vjp: (node, [gradient], operand) => {
    const [x, indices] = node.inputs;
    if (gradient === undefined || x === undefined || indices === undefined || operand !== 0) return undefined;
    const zeros = expandLike(scalarLike(gradient, 0), x);
    return scatterElements(zeros, indices, gradient, intOf(node, "axis", 0), "add");
  },
  sign: signOfFirst,
  moves: () => true,
});

export const ScatterElements = operator({
  type: "ScatterElements",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient], operand) => {
    const [, indices] = node.inputs;
    if (gradient === undefined || indices === undefined) return undefined;
    const axis = intOf(node, "axis", 0);
    const reduction = stringOf(node, "reduction", "none");
    if (reduction !== "none" && reduction !== "add")
      throw shapeMismatch(nameOf(node), `the way back of reduction "${reduction}" is not supported yet`);
    if (operand === 2) return gatherElements(gradient, indices, axis);
    if (operand !== 0) return undefined;
    if (reduction === "add") return gradient;
    return scatterElements(gradient, indices, expandLike(scalarLike(gradient, 0), indices), axis);
  },
  sign: (node, [x = "unknown", , updates = "unknown"]) => {
    const sign = signOfAny([x, updates]);
    return stringOf(node, "reduction", "none") === "mul" && sign === "nonpositive" ? "unknown" : sign;
  },
});

/** out[i][j] = x[i][indices[i][j]] for axis 1, and so on. */
export const gatherElements = (x: Value, indices: Value, axis: number): Value =>
  apply(GatherElements, [x, indices], { axis: int(axis) });

/** A copy of x with `updates` written (or added) at `indices` along an axis. */
export const scatterElements = (
  x: Value,
  indices: Value,
  updates: Value,
  axis: number,
  reduction: "none" | "add" = "none",
): Value =>
  apply(ScatterElements, [x, indices, updates], {
    axis: int(axis),
    ...(reduction === "add" && { reduction: string("add") }),
  });
