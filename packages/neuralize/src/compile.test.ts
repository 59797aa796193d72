import fc from "fast-check";
import { expect, test } from "vitest";
import { floats, runGraph } from "../../../test/support/run-graph.ts";
import { compile } from "./compile.ts";
import { discriminants } from "./heads/closed-form/discriminants.ts";
import { explainKMeans } from "./heads/closed-form/explain-kmeans.ts";
import { kmeansGraph } from "./heads/kmeans-graph.ts";
import type { Matrix } from "./matrix.ts";

// Multiples of 60 have exact means over up to 6 centroids and exact squares in float32: a tie is a tie on both sides.
const cell = fc.integer({ min: -4, max: 4 }).map((value) => 60 * value);
const matrix = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc
    .array(cell, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => ({ data: Float64Array.from(values), rows, columns }));
const problem = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    clusters: fc.integer({ min: 2, max: 6 }),
    columns: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ rows, clusters, columns }) => {
    const cluster = fc.integer({ min: 0, max: clusters - 1 });
    return fc.record(
      {
        x: matrix(rows, columns),
        centroids: matrix(clusters, columns),
        beta: fc.constantFrom(0, 1e-4, 1, Number.POSITIVE_INFINITY),
        target: cluster,
        against: fc.uniqueArray(cluster, { minLength: 1 }),
      },
      { requiredKeys: ["x", "centroids", "beta"] },
    );
  });

interface Scenario {
  readonly x: Matrix;
  readonly centroids: Matrix;
  readonly beta: number;
  readonly target?: number;
  readonly against?: readonly number[];
}

async function run({ x, centroids, beta, ...options }: Scenario) {
  const { graph, head } = kmeansGraph(centroids);
  const outputs = await runGraph(compile(graph, { head, ...options }).graph, {
    x: floats([...x.data], [x.rows, x.columns]),
    beta: floats([beta], []),
  });
  const numbers = (name: string) => outputs[name]?.data as readonly number[];
  return {
    cluster: numbers("cluster"),
    runnerUp: numbers("runner_up"),
    evidence: numbers("evidence"),
    relevance: numbers("relevance"),
    discriminants: numbers("discriminants"),
  };
}

// Some dozens of float32 roundings of terms up to 4 columns × (2 · 480)².
const tolerance = 2e-6 * 4 * 960 ** 2;
const close = (actual: readonly number[], expected: ArrayLike<number>): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN)), `entry ${i}: ${value}`).toBeLessThanOrEqual(tolerance);
  });
};

test("the compiled explanation is the closed form: targets, contrast sets, stiffness, ties, duplicates", async () => {
  await fc.assert(
    fc.asyncProperty(problem, async ({ against, target, ...data }) => {
      const options = { ...(target !== undefined && { target }), ...(against !== undefined && { against }) };
      const oracle = explainKMeans(data.x, data.centroids, { beta: data.beta, ...options });
      const actual = await run({ ...data, ...options });
      expect([...actual.cluster]).toEqual([...oracle.cluster]);
      expect([...actual.runnerUp]).toEqual([...oracle.runnerUp]);
      close(actual.evidence, oracle.evidence);
      close(actual.relevance, oracle.relevance.data);
    }),
    { numRuns: 80, seed: 3 },
  );
});

test("discriminants are those of the closed form, and the largest is the assigned cluster's", async () => {
  await fc.assert(
    fc.asyncProperty(problem, async ({ x, centroids }) => {
      const actual = await run({ x, centroids, beta: 1 });
      close(actual.discriminants, discriminants(x, centroids).data);
      for (let n = 0; n < x.rows; n++) {
        const row = actual.discriminants.slice(n * centroids.rows, (n + 1) * centroids.rows);
        expect(row.indexOf(Math.max(...row))).toBe(actual.cluster[n]);
      }
    }),
    { numRuns: 50, seed: 4 },
  );
});

test("relevance sums to the evidence, whatever the scenario", async () => {
  await fc.assert(
    fc.asyncProperty(problem, async ({ against, target, ...data }) => {
      const options = { ...(target !== undefined && { target }), ...(against !== undefined && { against }) };
      const { evidence, relevance } = await run({ ...data, ...options });
      const { columns } = data.x;
      const sums = evidence.map((_, n) =>
        relevance.slice(n * columns, (n + 1) * columns).reduce((sum, value) => sum + value, 0),
      );
      close(sums, evidence);
    }),
    { numRuns: 50, seed: 5 },
  );
});

test("two clusters, one row, one column", async () => {
  const x = { data: Float64Array.of(1), rows: 1, columns: 1 };
  const centroids = { data: Float64Array.of(0, 4), rows: 2, columns: 1 };
  const { cluster, runnerUp, evidence, relevance } = await run({ x, centroids, beta: 1 });
  expect({ cluster, runnerUp, evidence, relevance }).toEqual({
    cluster: [0],
    runnerUp: [1],
    evidence: [8],
    relevance: [8],
  });
});

test("a row that can be contrasted with nothing but its own target has evidence and relevance 0", async () => {
  const x = { data: Float64Array.of(1, 3), rows: 2, columns: 1 };
  const centroids = { data: Float64Array.of(0, 4, 9), rows: 3, columns: 1 };
  const options = { against: [0], beta: 1 };
  const oracle = explainKMeans(x, centroids, options);
  const actual = await run({ x, centroids, ...options });
  close(actual.evidence, oracle.evidence);
  close(actual.relevance, oracle.relevance.data);
});
