import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../test/support/run-graph.ts";
import { compile, type HeadOptions } from "../compile.ts";
import { mergeEqual } from "../graph/merge-equal.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Graph } from "../graph/value.ts";
import { explainKMeans } from "./closed-form/explain-kmeans.ts";
import { kmeansGraph } from "./kmeans-graph.ts";

// Row 0 is nearest to cluster 0, row 1 a tie of 0 and 1, row 2 on a centroid, row 3 equally far from all but cluster 3.
const x = { data: Float64Array.of(0.2, 0.1, 1, 0, 0, 0, 1, 1), rows: 4, columns: 2 };
const centroids = { data: Float64Array.of(0, 0, 2, 0, 0, 2, 7, 7), rows: 4, columns: 2 };

async function explained(beta: number, options: Omit<HeadOptions, "head"> = {}) {
  const { graph, head } = kmeansGraph(centroids);
  const run = await runGraph(compile(graph, { head, ...options }).graph, {
    x: floats([...x.data], [x.rows, x.columns]),
    beta: floats([beta], []),
  });
  return { evidence: run.evidence?.data as number[], relevance: run.relevance?.data as number[] };
}

// float32: a few roundings of squared coordinates up to 10.
const close = (actual: readonly number[], expected: ArrayLike<number>): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN)), `at ${i}: ${value}`).toBeLessThanOrEqual(2e-5);
  });
};

for (const beta of [0, 1e-3, 1, 1e6, Number.POSITIVE_INFINITY]) {
  test(`agrees with the closed form, ties included, for β = ${beta}`, async () => {
    const oracle = explainKMeans(x, centroids, { beta });
    const { evidence, relevance } = await explained(beta);
    close(evidence, oracle.evidence);
    close(relevance, oracle.relevance.data);
  });

  test(`agrees for one target, a contrast set and rows that lie nearer to others, for β = ${beta}`, async () => {
    const options = { target: 1, against: [0, 3] } as const;
    const oracle = explainKMeans(x, centroids, { beta, ...options });
    const { evidence, relevance } = await explained(beta, options);
    close(evidence, oracle.evidence);
    close(relevance, oracle.relevance.data);
  });
}

test("relevance and evidence are recognised as one layer each, and share one distance product", () => {
  const { graph, head } = kmeansGraph(centroids);
  const { stages, graph: lowered } = compile(graph, { head, outputs: ["evidence", "relevance"] });
  const operators = ({ outputs }: Graph): string[] =>
    topologicalOrder(Object.values(outputs)).map((node) => node.operator.type);
  expect(operators(stages.relevance)).toContain("Midpoint");
  const fused = operators(stages.fuse);
  expect(fused.filter((type) => ["Midpoint", "MinTakesMost", "MinPool", "NeuralizedKMeans"].includes(type))).toEqual(
    [],
  );
  expect(operators(mergeEqual(lowered)).filter((type) => type === "Gemm")).toHaveLength(1);
});
