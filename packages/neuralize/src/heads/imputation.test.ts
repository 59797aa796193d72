import { expect, test } from "vitest";
import { floats, longs, runGraph, texts } from "../../../../test/support/run-graph.ts";
import { constant, input, typeOf } from "../graph/node.ts";
import { float32, int64, strings } from "../graph/tensor.ts";
import { imputation } from "./imputation.ts";

test("missing numbers are replaced by the fill of their column", async () => {
  const x = input("x", "float32", ["N", 2]);
  const y = imputation(x, constant(float32([10, 20])));
  expect(typeOf(y)).toEqual({ type: "float32", shape: ["N", 2] });
  const run = await runGraph({ inputs: [x], outputs: { y } }, { x: floats([1, Number.NaN, Number.NaN, 4], [2, 2]) });
  expect(run.y?.data).toEqual([1, 20, 10, 4]);
});

test("a number or a text can stand for missing", async () => {
  const x = input("x", "int64", ["N", 1]);
  const s = input("s", "string", ["N", 1]);
  const graph = {
    inputs: [x, s],
    outputs: {
      code: imputation(x, constant(int64([7])), -1),
      text: imputation(s, constant(strings(["Adelie"])), "NA"),
      empty: imputation(s, constant(strings(["none"]))),
    },
  };
  const run = await runGraph(graph, { x: longs([-1, 3, 5], [3, 1]), s: texts(["NA", "", "Gentoo"], [3, 1]) });
  expect(run.code?.data).toEqual([7, 3, 5]);
  expect(run.text?.data).toEqual(["Adelie", "", "Gentoo"]);
  expect(run.empty?.data).toEqual(["NA", "none", "Gentoo"]);
});

test("integers without a replaced value are never missing", async () => {
  const x = input("x", "int64", ["N", 1]);
  const graph = { inputs: [x], outputs: { y: imputation(x, constant(int64([7]))) } };
  expect((await runGraph(graph, { x: longs([0, 3], [2, 1]) })).y?.data).toEqual([0, 3]);
});
