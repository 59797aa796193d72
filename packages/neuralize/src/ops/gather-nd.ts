import { shapeMismatch } from "../errors/messages.ts";
import { intOf, string, stringOf } from "../graph/attributes.ts";
import { apply, nameOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfAny, signOfFirst } from "../graph/signs.ts";
import { expandLike } from "./expand.ts";

/** The slices of x at places that the last axis of the indices spells out. */
export const GatherND = operator({
  type: "GatherND",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    const places = operandType(draft, 1).shape;
    const depth = places?.at(-1);
    if (shape === undefined || places === undefined || typeof depth !== "number") return [{ type, shape: undefined }];
    return [{ type, shape: [...places.slice(0, -1), ...shape.slice(intOf(draft, "batch_dims", 0) + depth)] }];
  },
  vjp: (node, [gradient], operand) => {
    const [x, indices] = node.inputs;
    if (gradient === undefined || x === undefined || indices === undefined || operand !== 0) return undefined;
    if (intOf(node, "batch_dims", 0) !== 0)
      throw shapeMismatch(nameOf(node), "the way back of GatherND with batch_dims is not supported");
    const zeros = expandLike(scalarLike(gradient, 0), x);
    return apply(ScatterND, [zeros, indices, gradient], { reduction: string("add") });
  },
  sign: signOfFirst,
  moves: () => true,
});

/** A copy of x with updates written, or added, at such places. */
export const ScatterND = operator({
  type: "ScatterND",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: (node, [gradient], operand) => {
    const [, indices, updates] = node.inputs;
    if (gradient === undefined || indices === undefined || updates === undefined) return undefined;
    const reduction = stringOf(node, "reduction", "none");
    if (reduction !== "none" && reduction !== "add")
      throw shapeMismatch(nameOf(node), `the way back of reduction "${reduction}" is not supported yet`);
    if (operand === 2) return apply(GatherND, [gradient, indices]);
    if (operand !== 0) return undefined;
    if (reduction === "add") return gradient;
    return apply(ScatterND, [gradient, indices, expandLike(scalarLike(gradient, 0), updates)]);
  },
  sign: (node, [x = "unknown", , updates = "unknown"]) => {
    const sign = signOfAny([x, updates]);
    return stringOf(node, "reduction", "none") === "mul" && sign === "nonpositive" ? "unknown" : sign;
  },
});
