import { expect, test } from "vitest";
import { constant, input } from "../../packages/neuralize/src/graph/node.ts";
import { float64 } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Value } from "../../packages/neuralize/src/graph/value.ts";
import { clip } from "../../packages/neuralize/src/ops/clip.ts";
import { max, min } from "../../packages/neuralize/src/ops/extremum.ts";
import { reduceMax, reduceMin } from "../../packages/neuralize/src/ops/reduce.ts";
import { relu } from "../../packages/neuralize/src/ops/relu.ts";
import { relevance } from "../../packages/neuralize/src/relevance.ts";
import { doubles, runGraph } from "../support/run-graph.ts";

// Where a gradient does not exist, one of those that remain is chosen: the reference chooses the first (MATH.md §3).

const a = input("a", "float64", [2, 3]);
const b = input("b", "float64", [2, 3]);

async function gradients(y: Value, seedShape: readonly number[], values: readonly (readonly number[])[]) {
  const seed = input("seed", "float64", [...seedShape]);
  const [first, second] = relevance({ seeds: new Map([[y, seed]]), to: [a, b], ruleOf: () => undefined });
  const outputs = { ...(first && { first }), ...(second && { second }) };
  const length = seedShape.reduce((product, size) => product * size, 1);
  const run = await runGraph(
    { inputs: second ? [a, b, seed] : [a, seed], outputs },
    {
      a: doubles(values[0] ?? [], [2, 3]),
      ...(second && { b: doubles(values[1] ?? [], [2, 3]) }),
      seed: doubles(new Array<number>(length).fill(1), seedShape),
    },
  );
  return [run.first?.data, run.second?.data];
}

test("a reduction hands its gradient to the first extremum in row-major order", async () => {
  const tied = [[1, 5, 5, 5, 1, 1]];
  expect(await gradients(reduceMax(a, [1]), [2, 1], tied)).toEqual([[0, 1, 0, 1, 0, 0], undefined]);
  expect(await gradients(reduceMin(a, [0]), [1, 3], tied)).toEqual([[1, 0, 0, 0, 1, 1], undefined]);
  expect(await gradients(reduceMax(a, [0, 1]), [1, 1], tied)).toEqual([[0, 1, 0, 0, 0, 0], undefined]);
});

test("Max and Min hand their gradient to the first of equal operands, once", async () => {
  const equal = [
    [1, 2, 3, 4, 5, 6],
    [1, 2, 3, 0, 0, 9],
  ];
  expect(await gradients(max(a, b), [2, 3], equal)).toEqual([
    [1, 1, 1, 1, 1, 0],
    [0, 0, 0, 0, 0, 1],
  ]);
  expect(await gradients(min(a, b), [2, 3], equal)).toEqual([
    [1, 1, 1, 0, 0, 1],
    [0, 0, 0, 1, 1, 0],
  ]);
});

test("Relu has no gradient at 0", async () => {
  expect(await gradients(relu(a), [2, 3], [[-1, 0, 1, 2, 0, -2]])).toEqual([[0, 0, 1, 1, 0, 0], undefined]);
});

test("Clip has no gradient at its bounds", async () => {
  const [low, high] = [0, 6].map((bound) => constant(float64([bound], [])));
  const values = [[-1, 0, 1, 5, 6, 7]];
  expect(await gradients(clip(a, low, high), [2, 3], values)).toEqual([[0, 0, 1, 1, 0, 0], undefined]);
  expect(await gradients(clip(a, low), [2, 3], values)).toEqual([[0, 0, 1, 1, 1, 1], undefined]);
});
