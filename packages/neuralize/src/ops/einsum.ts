import { shapeMismatch } from "../errors/messages.ts";
import { string, stringOf } from "../graph/attributes.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { apply, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { broadcastDimension, operandType, shapeOf } from "../graph/shapes.ts";
import { signOfProduct } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { expandLike } from "./expand.ts";
import { unsqueeze } from "./squeeze.ts";

/** The letters of every operand's axes, and of the result's. */
interface Equation {
  readonly terms: readonly string[];
  readonly result: string;
}

/** "ij,jk->ik"; without an arrow, the result has the letters that occur once, in alphabetical order. */
function equationOf(node: Pick<Node, "attributes">): Equation {
  const [left = "", right] = stringOf(node, "equation", "").replaceAll(" ", "").split("->");
  const once = [...left].filter((letter) => /[a-z]/i.test(letter) && left.split(letter).length === 2);
  return { terms: left.split(","), result: right ?? once.sort().join("") };
}

const hasEllipsis = ({ terms, result }: Equation): boolean => [...terms, result].some((term) => term.includes("."));

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type } = operandType(draft, 0);
  const equation = equationOf(draft);
  const { terms, result } = equation;
  const shapes = draft.inputs.map((_, i) => operandType(draft, i).shape);
  if (terms.length !== shapes.length)
    throw shapeMismatch("Einsum", `its equation has ${terms.length} operands, but it has ${shapes.length}`);
  if (hasEllipsis(equation)) return [{ type, shape: undefined }];
  const sizes = new Map<string, Dimension>();
  terms.forEach((term, i) => {
    const shape = shapes[i] ?? [...term];
    if (shape.length !== term.length)
      throw shapeMismatch("Einsum", `"${term}" has ${term.length} axes, but operand ${i} has ${shape.length}`);
    [...term].forEach((letter, axis) => {
      sizes.set(letter, broadcastDimension(sizes.get(letter) ?? 1, shape[axis] ?? 1, "Einsum"));
    });
  });
  return [
    { type, shape: shapes.includes(undefined) ? undefined : [...result].map((letter) => sizes.get(letter) ?? 1) },
  ];
}

/** The gradient and all other operands, multiplied and summed to the letters of this one. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const x = node.inputs[operand];
  const equation = equationOf(node);
  const own = equation.terms[operand];
  if (gradient === undefined || x === undefined || own === undefined) return undefined;
  if (hasEllipsis(equation)) throw shapeMismatch(nameOf(node), 'the way back of "..." is not supported; name all axes');
  if (new Set(own).size < own.length)
    throw shapeMismatch(nameOf(node), `the way back of a diagonal ("${own}") is not supported`);
  const others = node.inputs.filter((_, i) => i !== operand);
  const terms = [equation.result, ...equation.terms.filter((_, i) => i !== operand)];
  const known = [...own].filter((letter) => terms.some((term) => term.includes(letter)));
  const product = apply(Einsum, [gradient, ...others], {
    equation: string(`${terms.join(",")}->${known.join("")}`),
  });
  // An axis that only this operand has was summed over.
  const summed = [...own].flatMap((letter, axis) => (known.includes(letter) ? [] : [axis]));
  const restored = summed.length === 0 ? product : unsqueeze(product, summed);
  const repeated = shapeOf(restored)?.some((size, axis) => size === 1 && shapeOf(x)?.[axis] !== 1) ?? true;
  return repeated ? expandLike(restored, x) : restored;
}

/** The one operand that data makes, of two: the layer is linear in it, and the other is its weight. */
const dataOf = ({ inputs }: Node): number | undefined => {
  const carrying = inputs.flatMap((value, i) => (dependsOnInput(value) ? [i] : []));
  return inputs.length === 2 && carrying.length === 1 ? carrying[0] : undefined;
};

/** Einstein's sum of products. */
export const Einsum = operator({
  type: "Einsum",
  infer,
  vjp: back,
  parameters: (node) => {
    const data = dataOf(node);
    return data === undefined ? {} : { [1 - data]: "weight" };
  },
  layers: (node) => (dataOf(node) === undefined ? [] : ["Linear"]),
  sign: (_, signs) => signOfProduct(signs),
});
