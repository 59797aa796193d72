import fc from "fast-check";
import * as ort from "onnxruntime-node";
import { expect, test } from "vitest";
import { engine } from "./engine.ts";
import { randomFrom } from "./fit/random.ts";
import { explainKMeans } from "./heads/closed-form/explain-kmeans.ts";
import type { Matrix } from "./matrix.ts";
import { type RowExplainerOptions, rowExplainer } from "./row-explainer.ts";

const native = engine(ort);

/** Clusters of standard deviation 1 per column, `away` from the origin, in units of `unit`. */
function clouds(
  seed: number,
  rows: number,
  away: number,
  unit = 1,
): { readonly x: Matrix; readonly centroids: Matrix } {
  const random = randomFrom(seed);
  const [clusters, columns] = [5, 7];
  const cell = () => (away + 4 * (random() + random() + random() - 1.5)) * unit;
  const matrix = (count: number): Matrix => ({
    data: Float64Array.from({ length: count * columns }, cell),
    rows: count,
    columns,
  });
  return { x: matrix(rows), centroids: matrix(clusters) };
}

async function explained(x: Matrix, centroids: Matrix, beta: number, options: RowExplainerOptions = {}) {
  const explainer = await rowExplainer(native, centroids, options);
  const result = await explainer.explain(x, beta);
  await explainer.close();
  return result;
}

/** ‖values‖ / scale, which squares nothing that is too large for it. */
const norm = (values: readonly number[], scale: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value / scale) ** 2, 0));
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const reference = Array.from(expected);
  const scale = Math.max(...reference.map(Math.abs));
  const difference = reference.map((value, i) => (actual[i] ?? Number.NaN) - value);
  return norm(difference, scale) / norm(reference, scale);
}

for (const away of [0, 1000, 1e6]) {
  test(`relevance of data ${away} standard deviations from the origin is within 1e-5 of float64`, async () => {
    const { x, centroids } = clouds(1, 200, away);
    const oracle = explainKMeans(x, centroids, { beta: 0.05 });
    const actual = await explained(x, centroids, 0.05);
    expect(actual.cluster).toEqual(oracle.cluster);
    expect(relativeError(actual.relevance, oracle.relevance.data)).toBeLessThan(1e-5);
    expect(relativeError(actual.evidence, oracle.evidence)).toBeLessThan(1e-5);
  });
}

for (const unit of [1e30, 1e-30, 1e100]) {
  test(`values around ${unit} are explained as others are`, async () => {
    const { x, centroids } = clouds(2, 50, 3, unit);
    const beta = 0.05 / unit ** 2;
    const oracle = explainKMeans(x, centroids, { beta });
    const actual = await explained(x, centroids, beta);
    expect(actual.runnerUp).toEqual(oracle.runnerUp);
    expect(relativeError(actual.relevance, oracle.relevance.data)).toBeLessThan(1e-5);
  });
}

test("a row too far from all centroids for float32 is an error that names it, or right, but never NaN", async () => {
  const centroids = { data: Float64Array.of(0, 1), rows: 2, columns: 1 };
  const { relevance, evidence } = await explained({ data: Float64Array.of(1e30), rows: 1, columns: 1 }, centroids, 1);
  expect(relativeError(evidence, [2e30])).toBeLessThan(1e-5);
  expect(relativeError(relevance, [2e30])).toBeLessThan(1e-5);
  await expect(explained({ data: Float64Array.of(0, 1e200), rows: 2, columns: 1 }, centroids, 1)).rejects.toThrow(
    /Row 1 \(from 0\) of x is so far/,
  );
});

test("a duplicate centroid leaves evidence and relevance 0, for every stiffness", async () => {
  const centroids = { data: Float64Array.of(0, 0, 0, 0, 5, 5), rows: 3, columns: 2 };
  const x = { data: Float64Array.of(1, 0.5), rows: 1, columns: 2 };
  for (const beta of [0, 1, Number.POSITIVE_INFINITY]) {
    const { cluster, runnerUp, evidence, relevance } = await explained(x, centroids, beta);
    expect([cluster[0], runnerUp[0]]).toEqual([0, 1]);
    expect(Math.abs(evidence[0] ?? Number.NaN)).toBeLessThan(1e-6);
    for (const value of relevance) expect(Math.abs(value)).toBeLessThan(1e-6);
  }
});

test("random rows, targets and contrasts agree with the closed form", async () => {
  const scenario = fc.record({
    seed: fc.nat(),
    beta: fc.constantFrom(0, 0.1, Number.POSITIVE_INFINITY),
    target: fc.option(fc.nat({ max: 4 }), { nil: "assigned" as const }),
    against: fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ seed, beta, target, against }) => {
      const { x, centroids } = clouds(seed, 20, 3);
      const oracle = explainKMeans(x, centroids, { beta, target, against });
      const actual = await explained(x, centroids, beta, { target, against });
      expect(actual.runnerUp).toEqual(oracle.runnerUp);
      expect(relativeError(actual.relevance, oracle.relevance.data)).toBeLessThan(1e-5);
    }),
    { numRuns: 30, seed: 1 },
  );
});
