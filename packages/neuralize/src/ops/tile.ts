import { shapeMismatch } from "../errors/messages.ts";
import { apply, integers, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, productOf, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { knownDimensions, knownIntegers } from "./known-integers.ts";
import { reduceSum } from "./reduce.ts";
import { reshape } from "./reshape.ts";

/** Sums over the repetitions, each tiled axis being taken apart into repetition and place. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [x, given] = node.inputs;
  const shape = x && shapeOf(x);
  const repeats = knownIntegers(given);
  if (gradient === undefined || operand !== 0) return undefined;
  if (shape === undefined || repeats === undefined)
    throw shapeMismatch(nameOf(node), "its repetitions must be known for the way back");
  const first = repeats.findIndex((count) => count !== 1);
  if (first < 0) return gradient;
  // Sizes before the first tiled axis stay where they are, and one later may be whatever is left.
  const apart = shape.flatMap((size, axis) => {
    const own = axis < first ? 0 : typeof size === "number" ? size : -1;
    return repeats[axis] === 1 ? [own] : [repeats[axis] ?? 1, own];
  });
  if (apart.filter((size) => size === -1).length > 1)
    throw shapeMismatch(nameOf(node), "the sizes of its axes must be known for the way back");
  let axes = 0;
  const repetitions = repeats.flatMap((count) => {
    const place = axes;
    axes += count === 1 ? 1 : 2;
    return count === 1 ? [] : [place];
  });
  return reduceSum(reshape(gradient, integers(apart)), repetitions, false);
}

/** x repeated along its axes. */
export const Tile = operator({
  type: "Tile",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    const repeats = knownDimensions(draft.inputs[1]);
    return [{ type, shape: repeats && shape?.map((size, axis) => productOf([size, repeats[axis] ?? 1])) }];
  },
  vjp: back,
  sign: signOfFirst,
  moves: () => true,
});

export const tile = (x: Value, repeats: readonly number[]): Value => apply(Tile, [x, integers(repeats)]);
