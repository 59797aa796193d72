import { expect, test } from "vitest";
import { run } from "../../../../../test/support/run-model.ts";
import { nothingRecognised } from "../../errors/messages.ts";
import { constant, input, scalar } from "../../graph/node.ts";
import { float32 } from "../../graph/tensor.ts";
import type { Graph, Value } from "../../graph/value.ts";
import { add } from "../../ops/add.ts";
import { argMax, argMin } from "../../ops/arg-extremum.ts";
import { gemm } from "../../ops/gemm.ts";
import { matMul } from "../../ops/matmul.ts";
import { mul } from "../../ops/mul.ts";
import { pow } from "../../ops/pow.ts";
import { reduceSum, reduceSumSquare } from "../../ops/reduce.ts";
import { relu } from "../../ops/relu.ts";
import { softmax } from "../../ops/softmax.ts";
import { unsqueeze } from "../../ops/squeeze.ts";
import { sub } from "../../ops/sub.ts";
import { transpose } from "../../ops/transpose.ts";
import { endings } from "./endings.ts";
import { recogniseClusterings } from "./recognise.ts";
import { runClusteringCheck } from "./run-check.ts";

const numbers = [1, 2, 3, -4, 0.5, 6, 2, 2, -1, 0, 5, 1];
const x = input("x", "float32", ["N", 3]);
const graphOf = (y: Value): Graph => ({ inputs: [x], outputs: { y } });

/** What becomes of a graph: "trusted", or why not. */
async function verdict(y: Value): Promise<string> {
  const graph = graphOf(y);
  const { matches, misses } = recogniseClusterings(graph);
  const [match] = matches;
  if (match === undefined) return `no match: ${misses.map(({ reason }) => reason).join("; ")}`;
  return (await runClusteringCheck(match, graph, run)).reason ?? "trusted";
}

const centroidsMoved = (by: number): Value =>
  constant(
    float32(
      numbers.map((each) => each + by),
      [4, 3],
    ),
  );
const c = centroidsMoved(0);
const normsOf = (centroids: Value): Value => reduceSumSquare(centroids, [1], false);
const expansion = (factor: number, bias: Value, centroids = c): Value =>
  add(add(reduceSumSquare(x, [1]), mul(matMul(x, transpose(centroids, [1, 0])), scalar(factor))), bias);
const squares = pow(sub(unsqueeze(x, [1]), c), scalar(2));

test("the genuine article is trusted, also where float32 leaves few digits", async () => {
  expect(await verdict(argMin(expansion(-2, normsOf(c)), 1))).toBe("trusted");
  const far = centroidsMoved(5000);
  expect(await verdict(argMin(expansion(-2, normsOf(far), far), 1))).toBe("trusted");
});

test.each([1.9, -1.9, -2.1, -1])("a cross term with the factor %d is refused", async (factor) => {
  expect(await verdict(argMin(expansion(factor, normsOf(c)), 1))).not.toBe("trusted");
  const far = centroidsMoved(5000);
  expect(await verdict(argMin(expansion(factor, normsOf(far), far), 1))).not.toBe("trusted");
});

test("a cross term with the factor +2 belongs to the opposite centroids", async () => {
  const graph = graphOf(expansion(2, normsOf(c)));
  const [match] = recogniseClusterings(graph).matches;
  const checked = match && (await runClusteringCheck(match, graph, run));
  expect(checked?.trusted).toBe(true);
  expect(checked && [...checked.centroids.data]).toEqual(numbers.map((each) => -each));
});

test("a bias that is not the squared norm is refused", async () => {
  expect(await verdict(argMin(expansion(-2, mul(normsOf(c), scalar(1.1))), 1))).toMatch(/differ from those/);
  expect(await verdict(argMin(expansion(-2, scalar(0)), 1))).toMatch(/differ from those/);
  const one = add(normsOf(c), constant(float32([0, 0, 0.5, 0])));
  expect(await verdict(argMin(expansion(-2, one), 1))).toMatch(/cluster 2/);
});

test("one altered column among a hundred clusters is refused", async () => {
  const many = Array.from({ length: 300 }, (_, i) => Math.sin(7 * i) * 4);
  const centroids = constant(float32(many, [100, 3]));
  const altered = constant(
    float32(
      many.map((each, i) => (i === 150 ? each + 0.3 : each)),
      [100, 3],
    ),
  );
  expect(await verdict(argMin(expansion(-2, normsOf(centroids), centroids), 1))).toBe("trusted");
  expect(await verdict(argMin(expansion(-2, normsOf(centroids), altered), 1))).toMatch(/cluster 50 differ/);
});

test("a scaled distance per cluster is refused: no one k-means has it", async () => {
  const d = reduceSum(squares, [2], false);
  expect(await verdict(argMin(mul(d, constant(float32([1, 2, 1, 1]))), 1))).toMatch(/no match/);
});

test("features weighted after the difference are named", async () => {
  const weighted = reduceSum(mul(squares, constant(float32([1, 2, 3]))), [2], false);
  expect(await verdict(argMin(weighted, 1))).toMatch(/weighted/);
});

test("sums over the wrong axis, the farthest centroid, and a single one are no clustering", async () => {
  expect(await verdict(argMin(reduceSum(squares, [1], false), 1))).toMatch(/no match/);
  expect(await verdict(argMin(reduceSum(squares, [2], false), 0))).toMatch(/no match/);
  expect(await verdict(argMax(reduceSum(squares, [2], false), 1))).toMatch(/farthest/);
  const single = pow(sub(unsqueeze(x, [1]), constant(float32([1, 2, 3], [1, 3]))), scalar(2));
  expect(await verdict(reduceSum(single, [2], false))).toMatch(/single centroid/);
});

test("cubes and unsquared differences are no distances", async () => {
  const difference = sub(unsqueeze(x, [1]), c);
  expect(await verdict(argMin(reduceSum(pow(difference, scalar(3)), [2], false), 1))).toMatch(/no match/);
  expect(await verdict(argMin(reduceSum(difference, [2], false), 1))).toMatch(/no match/);
});

test("classifiers are not taken for clusterings, with or without layers in front", async () => {
  expect(await verdict(argMax(gemm(x, c, { transB: true, addend: normsOf(c) }), 1))).toMatch(/classifier/);
  const hidden = relu(matMul(x, transpose(c, [1, 0])));
  expect(await verdict(softmax(matMul(hidden, c), 1))).toMatch(/no match/);
});

test("a linear layer with the factor 2 of an expansion is refused by its numbers", async () => {
  expect(await verdict(argMin(gemm(x, c, { alpha: -2, transB: true, addend: normsOf(c) }), 1))).toBe("trusted");
  const bias = constant(float32([1, 1, 1, 1]));
  expect(await verdict(argMin(gemm(x, c, { alpha: -2, transB: true, addend: bias }), 1))).toMatch(/differ/);
});

test("distances that a further layer consumes are not the model's answer", async () => {
  const rbf = matMul(reduceSum(squares, [2], false), c);
  expect(await verdict(relu(rbf))).toMatch(/go on into MatMul/);
});

test("the message says what was looked for, what came near and what the graph ends in", () => {
  const graph = graphOf(argMax(reduceSum(squares, [2], false), 1));
  const { misses } = recogniseClusterings(graph);
  const { message } = nothingRecognised(misses, endings(graph));
  expect(message).toMatch(/Looked for: squared or plain Euclidean distances/);
  expect(message).toMatch(/output "y": it takes the farthest centroid/);
  expect(message).toMatch(/output "y" of Sub → Pow → ReduceSum → ArgMax/);
});

test("a hundred thousand layers in front are no obstacle", () => {
  let value: Value = x;
  for (let i = 0; i < 100_000; i++) value = i % 2 === 0 ? relu(value) : add(value, scalar(0.1));
  const d = reduceSum(pow(sub(unsqueeze(value, [1]), c), scalar(2)), [2], false);
  const { matches } = recogniseClusterings(graphOf(argMin(d, 1)));
  expect(matches[0]?.points).toBe(value);
});
