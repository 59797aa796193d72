import { expect, test } from "vitest";
import type { Matrix } from "../../matrix.ts";
import { discriminants } from "./discriminants.ts";
import { explainKMeans } from "./explain-kmeans.ts";
import { neuralizedWeights } from "./neuralized-weights.ts";
import { pairwiseMargin } from "./pairwise-margin.ts";
import { minTakesMost } from "./pooling.ts";

const matrix = (...rows: readonly (readonly number[])[]): Matrix => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});
const relevanceAt = (point: readonly number[], centroids: Matrix, beta: number) => [
  ...explainKMeans(matrix(point), centroids, { beta }).relevance.data,
];
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Cluster 0 at the origin, 1 to the right, 2 above: on the diagonal the runner-up changes. */
const triangle = matrix([0, 0], [10, 0], [0, 10]);

test("a worked example", () => {
  const { cluster, runnerUp, evidence, simplifiedSilhouette, relevance, beta } = explainKMeans(
    matrix([1, 2], [9, 1]),
    triangle,
    { beta: Number.POSITIVE_INFINITY },
  );
  expect([...cluster]).toEqual([0, 1]);
  expect([...runnerUp]).toEqual([2, 0]);
  // Squared distances (5, 85, 65) and (82, 2, 162).
  expect([...evidence]).toEqual([60, 80]);
  expect([...relevance.data]).toEqual([0, 60, 80, 0]);
  expect(simplifiedSilhouette[0]).toBeCloseTo(1 - Math.sqrt(5 / 65), 12);
  expect(simplifiedSilhouette[1]).toBeCloseTo(1 - Math.sqrt(2 / 82), 12);
  expect(beta).toBe(Number.POSITIVE_INFINITY);
});

test("with a finite stiffness the explanation is continuous where the runner-up changes", () => {
  const step = 1e-9;
  const below = relevanceAt([3 + step, 3], triangle, 0.1);
  const above = relevanceAt([3, 3 + step], triangle, 0.1);
  // Relevance changes by at most about 100 per unit here, so by 1e-7 over the step.
  for (const [i, value] of below.entries()) expect(Math.abs(value - (above[i] ?? Number.NaN))).toBeLessThan(1e-6);
});

test("with the hard minimum the explanation jumps where the runner-up changes, and an exact tie is shared", () => {
  const step = 1e-9;
  const hard = Number.POSITIVE_INFINITY;
  expect(relevanceAt([3 + step, 3], triangle, hard)[0]).toBeCloseTo(40, 6);
  expect(relevanceAt([3, 3 + step], triangle, hard)[0]).toBe(0);
  expect(relevanceAt([3, 3], triangle, hard)).toEqual([20, 20]);
});

test("the automatic stiffness is one over the mean evidence, whatever the contrast and target", () => {
  const x = matrix([1, 2], [9, 1]);
  for (const options of [{}, { against: [1] }, { target: 2 }, { target: [1, 0] }]) {
    expect(explainKMeans(x, triangle, options).beta).toBeCloseTo(1 / 70, 15);
  }
});

test("the automatic stiffness of ties alone is infinite, and everything stays finite", () => {
  const { beta, evidence, relevance } = explainKMeans(matrix([5, 0]), matrix([0, 0], [10, 0], [0, 10]));
  expect(beta).toBe(Number.POSITIVE_INFINITY);
  expect([...evidence]).toEqual([0]);
  expect([...relevance.data]).toEqual([0, 0]);
});

test("an infinite stiffness is the limit of large ones", () => {
  const hard = relevanceAt([1, 2], triangle, Number.POSITIVE_INFINITY);
  // exp(−1000·20) is 0 in float64.
  expect(relevanceAt([1, 2], triangle, 1000)).toEqual(hard);
});

test("a contrast set leaves only its members as competitors", () => {
  const { runnerUp, evidence, cluster } = explainKMeans(matrix([1, 2]), triangle, { against: [1, 0, 1] });
  expect([cluster[0], runnerUp[0], evidence[0]]).toEqual([0, 1, 80]);
});

test("a row whose target is the only competitor has nothing to be contrasted with", () => {
  const { runnerUp, evidence, relevance } = explainKMeans(matrix([1, 2], [9, 1]), triangle, { against: [0] });
  expect([...runnerUp]).toEqual([-1, 0]);
  expect([...evidence]).toEqual([0, 80]);
  expect([...relevance.data]).toEqual([0, 0, 80, 0]);
});

test("why not another cluster: the pairwise margin against the nearest competitor", () => {
  const x = matrix([1, 2], [9, 1]);
  const { target, runnerUp, evidence, relevance, cluster } = explainKMeans(x, triangle, { target: 1, beta: 0 });
  expect([...cluster]).toEqual([0, 1]);
  expect([...target]).toEqual([1, 1]);
  expect([...runnerUp]).toEqual([0, 0]);
  expect([...evidence]).toEqual([-80, 80]);
  const { relevance: pair } = pairwiseMargin(x, triangle, 1, 0);
  expect(relevance.data.subarray(0, 2)).toEqual(pair.data.subarray(0, 2));
});

test("targets may differ from row to row", () => {
  const { target, evidence } = explainKMeans(matrix([1, 2], [9, 1]), triangle, { target: [2, 1] });
  expect([...target]).toEqual([2, 1]);
  expect([...evidence]).toEqual([-60, 80]);
});

test("a point far from all centroids keeps its margins", () => {
  const { cluster, evidence, relevance } = explainKMeans(matrix([1e17, 0]), matrix([1, 0], [2, 0], [3, 0]), {
    beta: 0,
  });
  // The squared distances agree in all 53 bits; their differences, about −2e17 per unit, must not be lost.
  expect(cluster[0]).toBe(2);
  expect(evidence[0]).toBeCloseTo(2e17, -3);
  expect(sum(relevance.data)).toBeCloseTo(evidence[0] ?? Number.NaN, -3);
});

test("values around 1e30 and 1e-30 are explained like any others", () => {
  for (const scale of [2 ** 100, 2 ** -100]) {
    const scaled = (m: Matrix): Matrix => ({ ...m, data: m.data.map((value) => value * scale) });
    const x = matrix([1, 2], [9, 1]);
    const plain = explainKMeans(x, triangle);
    const { evidence, relevance, cluster } = explainKMeans(scaled(x), scaled(triangle));
    expect(cluster).toEqual(plain.cluster);
    // A power of two rescales every operation without rounding.
    expect(evidence).toEqual(plain.evidence.map((value) => value * scale ** 2));
    expect(relevance.data).toEqual(plain.relevance.data.map((value) => value * scale ** 2));
  }
});

test("no rows is no error", () => {
  const none: Matrix = { data: new Float64Array(0), rows: 0, columns: 2 };
  expect(explainKMeans(none, triangle).relevance).toEqual({ data: new Float64Array(0), rows: 0, columns: 2 });
});

test("what cannot be explained is refused, with the place", () => {
  const x = matrix([1, 2]);
  const refused = (code: string, message: RegExp) =>
    expect.objectContaining({ code, message: expect.stringMatching(message) });
  expect(() => explainKMeans(x, matrix([0, 0]))).toThrow(refused("NOTHING_TO_CONTRAST", /one cluster/));
  expect(() => explainKMeans({ ...x, rows: 2 }, triangle)).toThrow(refused("MATRIX_SHAPE", /x claims 2 × 2/));
  expect(() => explainKMeans(matrix([1]), triangle)).toThrow(refused("WIDTH_MISMATCH", /x has 1 columns/));
  expect(() => explainKMeans(matrix([1, 2], [3, Number.NaN]), triangle)).toThrow(
    refused("NOT_FINITE", /NaN at row 1, column 1/),
  );
  expect(() => discriminants(x, matrix([0, 0], [Number.NEGATIVE_INFINITY, 0]))).toThrow(
    refused("NOT_FINITE", /centroids contains -Infinity at row 1, column 0/),
  );
  for (const target of [3, -1, 0.5])
    expect(() => explainKMeans(x, triangle, { target })).toThrow(refused("NO_SUCH_CLUSTER", /0 to 2/));
  expect(() => explainKMeans(x, triangle, { target: [0, 1] })).toThrow(refused("LENGTH_MISMATCH", /2 entries/));
  expect(() => explainKMeans(x, triangle, { against: [7] })).toThrow(refused("NO_SUCH_CLUSTER", /no cluster 7/));
  expect(() => explainKMeans(x, triangle, { against: [] })).toThrow(refused("EMPTY_CONTRAST", /at least one/));
  expect(() => neuralizedWeights(triangle, 3)).toThrow(refused("NO_SUCH_CLUSTER", /no cluster 3/));
  expect(() => pairwiseMargin(x, triangle, 0, 9)).toThrow(refused("NO_SUCH_CLUSTER", /no cluster 9/));
  for (const beta of [-1, Number.NaN]) {
    expect(() => explainKMeans(x, triangle, { beta })).toThrow(
      refused("INVALID_STIFFNESS", new RegExp(`beta is ${beta}`)),
    );
    expect(() => minTakesMost([1, 2], beta)).toThrow(refused("INVALID_STIFFNESS", /beta/));
  }
  expect(() => explainKMeans(matrix([0, 0], [1e200, 0]), triangle)).toThrow(refused("DISTANCE_OVERFLOW", /row 1/));
});
