import { expect, test } from "vitest";
import { doubles, floats, runGraph } from "../../../../test/support/run-graph.ts";
import { mergeEqual } from "../graph/merge-equal.ts";
import { constant, input } from "../graph/node.ts";
import { readersOf } from "../graph/readers.ts";
import { float32, float64 } from "../graph/tensor.ts";
import { clip } from "../ops/clip.ts";
import { neg } from "../ops/neg.ts";
import { relu } from "../ops/relu.ts";
import { clippedOnce } from "./clipped-once.ts";

/** Something is rectified, and clipped between two numbers. */
function bothWays(low: number, tensor = float32) {
  const x = input("x", tensor === float32 ? "float32" : "float64", ["N", 5]);
  const inner = neg(x);
  const number = (value: number) => constant(tensor([value], []));
  return {
    inner,
    graph: { inputs: [x], outputs: { rectified: relu(inner), clipped: clip(inner, number(low), number(6)) } },
  };
}

const values = [-9, -3, -1, 0, 4];

test.each([
  { low: 0, readers: 1 },
  { low: 1.5, readers: 1 },
  // Clipping at a negative number lets through what the ReLU does not.
  { low: -1, readers: 2 },
])("clipped from $low up, a value has $readers reader(s), and all stays the same", async ({ low, readers }) => {
  const { inner, graph } = bothWays(low);
  const after = mergeEqual(clippedOnce(graph));
  expect(readersOf(Object.values(after.outputs))(inner)).toBe(readers);
  const x = floats(values, [1, 5]);
  expect(await runGraph(after, { x })).toEqual(await runGraph(graph, { x }));
});

test("in float64 both read the same value, which onnxruntime loads", async () => {
  const after = clippedOnce(bothWays(0, float64).graph);
  const { clipped } = await runGraph(after, { x: doubles(values, [1, 5]) });
  // A zero may carry either sign.
  expect(Array.from(clipped?.data ?? [], (value) => Number(value) + 0)).toEqual([6, 3, 1, 0, 0]);
});
