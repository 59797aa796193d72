import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { layerMapComposite } from "../composites/composite.ts";
import { constant, input, node } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import { exp } from "../ops/exp.ts";
import { max } from "../ops/extremum.ts";
import { gemm } from "../ops/gemm.ts";
import { PRelu } from "../ops/p-relu.ts";
import { relu } from "../ops/relu.ts";
import { epsilon } from "./epsilon.ts";
import { pass } from "./pass.ts";

test("relevance passes a slope by, also where data makes it", () => {
  const x = input("x", "float32", ["N", 3]);
  const incoming = input("R", "float32", ["N", 3]);
  const rule = pass();
  expect(rule.relevance(node(PRelu, [x, exp(x)]), [incoming], "nowhere")).toEqual([incoming, undefined]);
});

test("what passes to an operand that was not selected does not vanish where that operand is below zero", async () => {
  const x = input("x", "float32", ["N", 2]);
  const layer = (weights: readonly number[]) => gemm(x, constant(float32(weights, [2, 2])));
  // Where the first operand is negative the second one is the maximum, and both are passed its relevance.
  const largest = max(layer([1, -2, -1, 1]), relu(layer([2, 1, 1, 1])));
  const y = gemm(largest, constant(float32([1, 1], [2, 1])));
  const composite = () =>
    layerMapComposite([
      ["Linear", epsilon({ epsilon: 0.25 })],
      ["Max", pass()],
      ["Relu", pass()],
    ]);
  const [pruned, whole] = await Promise.all(
    [true, false].map(async (prune) => {
      const { graph } = compile({ inputs: [x], outputs: { y } }, { composite, prune, outputs: ["relevance"] });
      return (await runGraph(graph, { x: floats([1, 2, 3, 0.5, 2, 1], [3, 2]) })).relevance?.data ?? [];
    }),
  );
  // Float32: a dozen roundings, enlarged by quotients of 1/0.25.
  for (const [i, value] of (whole ?? []).entries()) expect(pruned?.[i], `entry ${i}`).toBeCloseTo(Number(value), 4);
});
