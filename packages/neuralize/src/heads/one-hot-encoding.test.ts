import { expect, test } from "vitest";
import { floats, longs, runGraph, texts } from "../../../../test/support/run-graph.ts";
import { constant, input, typeOf } from "../graph/node.ts";
import { float32, strings } from "../graph/tensor.ts";
import { oneHotEncoding } from "./one-hot-encoding.ts";

test("strings become one column per category, unknown ones none", async () => {
  const x = input("x", "string", ["N", 1]);
  const y = oneHotEncoding(x, constant(strings(["a", "b"])));
  expect(typeOf(y)).toEqual({ type: "float32", shape: ["N", 2] });
  const run = await runGraph({ inputs: [x], outputs: { y } }, { x: texts(["b", "?", "a"], [3, 1]) });
  expect(run.y).toEqual({ type: "float32", dims: [3, 2], data: [0, 1, 0, 0, 1, 0] });
});

test("codes may be floats or integers, in a column or a vector, and NaN is no category", async () => {
  const codes = constant(float32([2, 5, 9]));
  const x = input("x", "float32", ["N", 1]);
  const z = input("z", "int64", ["N"]);
  const graph = { inputs: [x, z], outputs: { x1: oneHotEncoding(x, codes), z1: oneHotEncoding(z, codes) } };
  const run = await runGraph(graph, { x: floats([5, Number.NaN], [2, 1]), z: longs([9, 2], [2]) });
  expect(run.x1?.data).toEqual([0, 1, 0, 0, 0, 0]);
  expect(run.z1?.data).toEqual([0, 0, 1, 1, 0, 0]);
});
