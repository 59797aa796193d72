import { shapeMismatch } from "../errors/messages.ts";
import { ints, intsOf } from "../graph/attributes.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { areAllOf, selected } from "../graph/selected.ts";
import { operandType, rankOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";

/** @throws NeuralizeError SHAPE_MISMATCH where every axis is not named once. */
function permutationOf(node: Pick<Node, "attributes">, rank: number): readonly number[] {
  const axes = Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const given = intsOf(node, "perm") ?? axes;
  if (given.length !== rank || !axes.every((axis) => given.includes(axis)))
    throw shapeMismatch("Transpose", `[${given.join(", ")}] is no order of ${rank} axes`);
  return given;
}

export const Transpose = operator({
  type: "Transpose",
  infer: (draft) => {
    const { type, shape, integers } = operandType(draft, 0);
    const order = shape && permutationOf(draft, shape.length);
    const known =
      shape &&
      areAllOf(integers, shape) &&
      selected(
        integers,
        shape,
        shape.map((size) => Array.from({ length: Number(size) }, (_, i) => i)),
        order,
      );
    return [{ type, shape: shape && order?.map((axis) => shape[axis] ?? 1), ...(known && { integers: known }) }];
  },
  vjp: (node, [gradient]) => {
    if (gradient === undefined) return undefined;
    const permutation = permutationOf(node, rankOf(gradient));
    return transpose(
      gradient,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    );
  },
  sign: signOfFirst,
  moves: () => true,
});

/** x with its axes permuted; without a permutation, reversed. */
export const transpose = (x: Value, permutation?: readonly number[]): Value =>
  apply(Transpose, [x], permutation ? { perm: ints(permutation) } : {});
