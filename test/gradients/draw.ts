import { type Random, randomFrom } from "../../packages/neuralize/src/fit/random.ts";
import { elementCount, float64 } from "../../packages/neuralize/src/graph/tensor.ts";
import { type Data, type Fed, type Fixed, fixed } from "./operator-case.ts";

/** Random operands for one round of cases: the same for the same seed. */
export interface Draw {
  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number;
  pick<T>(choices: readonly T[]): T;
  chance(): boolean;
  /** Sizes from 1 to 3. */
  shape(leastRank: number, mostRank: number): readonly number[];
  /** A shape that broadcasts to `shape`: leading axes left out, others 1. */
  broadcastable(shape: readonly number[]): readonly number[];
  permutation(length: number): readonly number[];
  /** Numbers of both signs, no two of them and none and 0 within 0.05: no kink is near. */
  data(shape: readonly number[]): Data;
  /** The same, all positive. */
  positive(shape: readonly number[]): Data;
  /** The same, constant. */
  fixedData(shape: readonly number[]): Fixed;
  truths(shape: readonly number[]): Fed;
}

export function drawFrom(seed: number): Draw {
  const random: Random = randomFrom(seed);
  const integer = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const permutation = (length: number): readonly number[] =>
    Array.from({ length }, (_, i) => ({ i, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ i }) => i);
  // Places on a grid that leaves 0 out, each moved by less than half of the distance to the next.
  const apart = (count: number): readonly number[] =>
    permutation(count).map((place) => 0.2 * (place - Math.floor(count / 2) + 0.5) + 0.05 * (2 * random() - 1));
  const data = (shape: readonly number[]): Data => ({ kind: "data", shape, values: apart(elementCount(shape)) });
  return {
    integer,
    permutation,
    data,
    pick: (choices) => choices[integer(0, choices.length - 1)] as (typeof choices)[number],
    chance: () => random() < 0.5,
    shape: (leastRank, mostRank) => Array.from({ length: integer(leastRank, mostRank) }, () => integer(1, 3)),
    broadcastable: (shape) => shape.slice(integer(0, shape.length)).map((size) => (random() < 0.4 ? 1 : size)),
    positive: (shape) => ({ kind: "data", shape, values: apart(elementCount(shape)).map(Math.exp) }),
    fixedData: (shape) => fixed(float64(apart(elementCount(shape)), shape)),
    truths: (shape) => ({
      kind: "fed",
      type: "bool",
      shape,
      values: Array.from({ length: elementCount(shape) }, () => integer(0, 1)),
    }),
  };
}
