import { expect, test } from "vitest";
import { int, ints, string } from "../graph/attributes.ts";
import { constant, input, integers, node, outputOf } from "../graph/node.ts";
import { float32, tensorFrom } from "../graph/tensor.ts";
import type { Attributes, Operator, Value } from "../graph/value.ts";
import { relevance } from "../relevance.ts";
import { Dropout } from "./dropout.ts";
import { Einsum } from "./einsum.ts";
import { GatherND } from "./gather-nd.ts";
import { Pad } from "./pad.ts";
import { Resize } from "./resize.ts";
import { Tile } from "./tile.ts";

const x = input("x", "float32", ["N", 3, "H", "W"]);
const square = input("s", "float32", [3, 3]);
const lengths = input("n", "int64", [4]);
const truth = (value: number): Value => constant(tensorFrom([value], "bool", []));

type Operands = readonly (Value | undefined)[];

const refused: readonly (readonly [string, Operator, Operands, Attributes, string, RegExp])[] = [
  ["an ellipsis", Einsum, [square, square], { equation: string("...j,jk->...k") }, "SHAPE_MISMATCH", /name all axes/],
  ["a diagonal", Einsum, [square], { equation: string("ii->i") }, "SHAPE_MISMATCH", /diagonal \("ii"\)/],
  ["operands that an equation lacks", Einsum, [square], { equation: string("ij,jk") }, "SHAPE_MISMATCH", /2 operands/],
  ["axes that an equation lacks", Einsum, [square], { equation: string("ijk") }, "SHAPE_MISMATCH", /3 axes/],
  ["training", Dropout, [x, undefined, truth(1)], {}, "TRAINING_MODE", /model\.eval/],
  ["training that is not known", Dropout, [x, undefined, input("t", "bool", [])], {}, "TRAINING_MODE", /may be/],
  ["batches of places", GatherND, [x, integers([0])], { batch_dims: int(1) }, "SHAPE_MISMATCH", /batch_dims/],
  ["repetitions that are not known", Tile, [x, lengths], {}, "SHAPE_MISMATCH", /repetitions/],
  ["two tiled sizes that are names", Tile, [x, integers([1, 1, 2, 2])], {}, "SHAPE_MISMATCH", /must be known/],
  [
    "a mirror at an unknown edge",
    Pad,
    [x, integers([0, 0, 1, 0, 0, 0, 1, 0])],
    { mode: string("reflect") },
    "SHAPE_MISMATCH",
    /axis 2 must be known/,
  ],
  ["sizes that are not known", Resize, [x, undefined, undefined, lengths], {}, "SHAPE_MISMATCH", /scales or sizes/],
  [
    "the size of an image that is not known",
    Resize,
    [x, undefined, constant(float32([1, 1, 2, 2]))],
    {},
    "SHAPE_MISMATCH",
    /axis 2 must be known/,
  ],
  [
    "an aspect ratio",
    Resize,
    [square, undefined, undefined, integers([5, 7])],
    { keep_aspect_ratio_policy: string("not_larger"), axes: ints([0, 1]) },
    "SHAPE_MISMATCH",
    /keep_aspect_ratio_policy/,
  ],
];

test.each(refused)("the way back refuses %s", (_, operator, operands, attributes, code, message) => {
  const walk = () => {
    const y = outputOf(node(operator, operands, attributes));
    return relevance({ seeds: new Map([[y, y]]), to: [x, square], ruleOf: () => undefined });
  };
  expect(walk).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});
