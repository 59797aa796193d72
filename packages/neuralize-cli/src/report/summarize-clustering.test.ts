import fc from "fast-check";
import { expect, test } from "vitest";
import { explainedChunks, standardColumns, type TestTable } from "../../../../test/report/explained-rows.ts";
import { cultivarMeans, cultivars, wine } from "../../../../test/report/wine.ts";
import type { ClusteringSummary } from "./clustering-summary.ts";
import { embeddingBudget } from "./embedding-budget.ts";
import type { ExplainedChunk } from "./explained-chunk.ts";
import { randomKey } from "./random-key.ts";
import { type SummaryRequest, summarizeClustering } from "./summarize-clustering.ts";

function summarized(
  table: TestTable,
  centroids: SummaryRequest["centroids"],
  label?: SummaryRequest["label"],
  cuts: readonly number[] = [],
  seed = 0,
): ClusteringSummary {
  const accumulator = summarizeClustering({ columns: table.columns, centroids, seed, ...(label && { label }) });
  for (const chunk of explainedChunks(table, centroids, cuts)) accumulator.add(chunk);
  return accumulator.finish();
}

const uniform = (position: number) => randomKey(11, position) / 2 ** 32;

/** `count` points in two clumps around (0, 0) and (4, 0). */
function clumps(count: number): TestTable {
  const rows = Array.from({ length: count }, (_, row) => [
    (row % 2) * 4 + uniform(2 * row) - 0.5,
    uniform(2 * row + 1) - 0.5,
  ]);
  const columns = ["x", "y"].map((name) => ({ name, kind: "number" as const, offset: 0, scale: 1, fill: null }));
  return { columns, rows };
}
const clumpCentroids = [
  [0, 0],
  [4, 0],
];

test("wine against the cultivars' means agrees with scikit-learn and NumPy", () => {
  // z as in test/report; c = per-cultivar means; d = squared distances; a = d.argmin(1); s = sort(d, 1)
  const summary = summarized(wine, cultivarMeans, { column: "target", role: "clusters", names: cultivars });
  expect(summary.clusters.map(({ size }) => size)).toEqual([61, 67, 50]);
  expect(summary.meanEvidence).toBeCloseTo(12.429988297674525, 10); // (s[:, 1] - s[:, 0]).mean()
  expect(summary.inertia).toBeCloseTo(1282.3204357659483, 8); // s[:, 0].sum()
  expect(summary.meanSimplifiedSilhouette).toBeCloseTo(0.4135439949340738, 12); // (1 - sqrt(s[:,0] / s[:,1])).mean()
  expect(summary.labels?.adjustedRand).toBeCloseTo(0.9308728982369983, 12); // adjusted_rand_score(target, a)
  expect(summary.labels?.agreement).toBeCloseTo(174 / 178, 12);
  expect(summary.labels?.disagreements).toEqual({ count: 4, embedded: [73, 83, 95, 118] });
  expect(summary.labels?.counts).toEqual([
    [59, 0, 0],
    [2, 67, 2],
    [0, 0, 48],
  ]);
  const alcohol = summary.clusters[0]?.profile[0];
  // np.quantile(x[a == 0][:, 0], [.25, .5, .75])
  expect(alcohol).toMatchObject({ median: 13.74, quartiles: [13.3, 14.1], cells: 61 });
  // Two doubles of about 1e2 with 1e-16 each.
  expect(summary.conservationError.absolute).toBeLessThan(1e-12);
});

test("mean relevance sums to mean evidence in every cluster", () => {
  for (const cluster of summarized(wine, cultivarMeans).clusters) {
    const sum = cluster.meanRelevance.reduce((total, relevance) => total + relevance, 0);
    expect(sum).toBeCloseTo(cluster.meanEvidence, 10);
  }
});

test("chunks may be cut anywhere", () => {
  const table = clumps(200);
  const labelled = { ...table, labels: table.rows.map((_, row) => (row % 7 === 0 ? null : `label ${row % 3}`)) };
  const label = { column: "label", role: "label" } as const;
  const whole = summarized(labelled, clumpCentroids, label);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 }), (cuts) => {
      expect(summarized(labelled, clumpCentroids, label, cuts)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test("chunks may be cut anywhere where samples stand for the whole, and the seed decides which", () => {
  const table = clumps(25_000);
  const whole = summarized(table, clumpCentroids);
  expect(summarized(table, clumpCentroids, undefined, [1, 4096, 20_001])).toEqual(whole);
  expect(summarized(table, clumpCentroids, undefined, [], 1).sample).not.toEqual(whole.sample);
});

test("the sampled quartiles of a large cluster are near the exact ones", () => {
  const table = clumps(25_000);
  const [first] = summarized(table, clumpCentroids).clusters;
  const profile = first?.profile[0];
  expect(first?.estimated).toBe(true);
  if (profile?.kind !== "number") throw new Error("a number");
  // Uniform on (−½, ½): quartiles −¼, 0, ¼; of 10 000 of 12 500 with standard error below 0.005; four of them.
  expect(Math.abs(profile.median)).toBeLessThan(0.02);
  expect(Math.abs(profile.quartiles[0] + 0.25)).toBeLessThan(0.02);
  expect(Math.abs(profile.quartiles[1] - 0.25)).toBeLessThan(0.02);
});

test("a table of up to 3000 rows is embedded whole, in order", () => {
  const summary = summarized(wine, cultivarMeans);
  expect(summary.embedded.map(({ row }) => row)).toEqual(wine.rows.map((_, row) => row));
  expect([...summary.sample].sort((a, b) => a - b)).toEqual(wine.rows.map((_, row) => row));
  expect(summary.notes).toEqual([]);
});

test("typical rows have the largest evidence of their cluster, borderline rows the smallest, and all are embedded", () => {
  const table = clumps(5000);
  const summary = summarized(table, clumpCentroids);
  const [chunk] = explainedChunks(table, clumpCentroids);
  expect(summary.embedded.length).toBe(3000);
  expect(summary.notes[0]).toMatch(/^The report holds 3,000 of 5,000 rows: .* of every cluster and a uniform/);
  const embedded = new Set(summary.embedded.map(({ row }) => row));
  for (const { cluster, typical, borderline } of summary.clusters) {
    const byEvidence = table.rows
      .map((_, row) => row)
      .filter((row) => chunk?.cluster[row] === cluster)
      .sort((a, b) => (chunk?.evidence[b] ?? 0) - (chunk?.evidence[a] ?? 0));
    expect(typical).toEqual(byEvidence.slice(0, 10));
    expect(borderline).toEqual(byEvidence.reverse().slice(0, 10));
    for (const row of [...typical, ...borderline]) expect(embedded.has(row)).toBe(true);
  }
});

test("the budget of embedded rows holds for any number of clusters and dimensions", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6000 }), fc.integer({ min: 1, max: 200_000 }), (clusters, dimensions) => {
      const { rows, perCluster } = embeddingBudget(clusters, dimensions);
      expect(rows).toBeGreaterThanOrEqual(1);
      expect(rows).toBeLessThanOrEqual(3000);
      expect(rows * dimensions).toBeLessThanOrEqual(1_000_000);
      expect(perCluster).toBeGreaterThanOrEqual(1);
      expect(perCluster).toBeLessThanOrEqual(10);
    }),
  );
});

test("wide rows leave room for few, and the notes say so", () => {
  const names = Array.from({ length: 20_000 }, (_, j) => `c${j}`);
  const rows = Array.from({ length: 60 }, (_, i) => names.map((_, j) => uniform(i * 20_000 + j) + (i % 2)));
  const table = { columns: standardColumns(names, rows.slice(0, 2)).map((c) => ({ ...c, scale: 1, offset: 0 })), rows };
  const centroids = [names.map(() => 0.5), names.map(() => 1.5)];
  const summary = summarized(table as TestTable, centroids);
  expect(summary.embedded.length).toBe(50);
  expect(summary.notes.join(" ")).toContain("Each row has 20,000 coordinates, so that it holds few of them.");
});

test("with more clusters than room the largest clusters show their rows", () => {
  const centroids = Array.from({ length: 2000 }, (_, k) => [10 * k, 0]);
  const rows = Array.from({ length: 6001 }, (_, row) => [10 * (row % 2000) + (row < 4000 ? 1 : 2), 0]);
  const summary = summarized({ columns: clumps(1).columns, rows }, centroids);
  expect(summary.embedded.length).toBe(3000);
  expect(summary.clusters[0]?.typical.length).toBe(1); // the only one of four rows
  expect(summary.notes.join(" ")).toMatch(/of the [\d,]+ largest clusters of 2,000 and/);
});

test("rows that disagree with the given clusters are embedded before the sample", () => {
  const table = clumps(20_000);
  const labels = table.rows.map((_, row) => (row === 77 || row % 2 === 0 ? "a" : "b"));
  const request = { column: "given", role: "clusters", names: ["a", "b"] } as const;
  const summary = summarized({ ...table, labels }, clumpCentroids, request);
  expect(summary.labels?.disagreements).toEqual({ count: 1, embedded: [77] });
  expect(summary.labels?.agreement).toBe(1 - 1 / 20_000);
});

test("missing cells and labels count nowhere, and the notes say so", () => {
  const columns = [
    { name: "x", kind: "number", offset: 0, scale: 1, fill: 5 },
    { name: "kind", kind: "category", categories: ["p", "q"], weight: 1, fill: 0 },
  ] as const;
  const rows = [
    [1, "p"],
    [null, null],
    [9, "q"],
  ];
  const centroids = [
    [1, 1, 0],
    [9, 0, 1],
  ];
  const label = { column: "given", role: "label" } as const;
  const summary = summarized({ columns, rows, labels: ["u", null, "v"], ids: ["A", null, "C"] }, centroids, label);
  expect(summary.columns).toEqual([
    { kind: "number", mean: 5, standardDeviation: 4 },
    { kind: "category", shares: [0.5, 0.5] },
  ]);
  expect(summary.clusters[0]?.profile[1]).toEqual({ kind: "category", shares: [1, 0], cells: 1 });
  expect(summary.embedded[1]).toMatchObject({ row: 1, raw: [null, null] });
  expect(summary.embedded.map(({ id }) => id)).toEqual(["A", undefined, "C"]);
  expect(summary.labels?.counts).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(summary.notes).toEqual(["1 row has no value in given and no part in the comparison with it."]);
});

test("a label that is an identifier is not compared", () => {
  const table = clumps(1500);
  const labels = table.rows.map((_, row) => `row ${row}`);
  const summary = summarized({ ...table, labels }, clumpCentroids, { column: "name", role: "label" });
  expect(summary.labels).toBeUndefined();
  expect(summary.notes).toEqual([
    "name has more than 1,000 different values, so it was not compared with the clusters.",
  ]);
});

test("relevance that does not sum to the evidence is found", () => {
  const [chunk] = explainedChunks(clumps(10), clumpCentroids);
  if (chunk === undefined) throw new Error("a chunk");
  const accumulator = summarizeClustering({ columns: clumps(1).columns, centroids: clumpCentroids, seed: 0 });
  const relevance = Float64Array.from(chunk.relevance);
  relevance[6] = (relevance[6] ?? 0) + 0.5;
  accumulator.add({ ...chunk, relevance });
  const { absolute, relative } = accumulator.finish().conservationError;
  expect(absolute).toBeCloseTo(0.5, 12);
  expect(relative).toBeCloseTo(0.5 / (Math.abs(relevance[6] ?? 0) + Math.abs(relevance[7] ?? 0)), 12);
});

/** A chunk of two clumps, with some of it replaced, summarised. */
function summarizedWith(change: (chunk: ExplainedChunk) => Partial<ExplainedChunk>): ClusteringSummary {
  const [chunk] = explainedChunks(clumps(200), clumpCentroids);
  if (chunk === undefined) throw new Error("a chunk");
  const accumulator = summarizeClustering({ columns: clumps(1).columns, centroids: clumpCentroids, seed: 0 });
  accumulator.add({ ...chunk, ...change(chunk) });
  return accumulator.finish();
}
const negated = (values: ArrayLike<number>) => Array.from(values, (value) => -value);

test("evidence against a target is as clear as evidence for it: the same rows are typical and nearly ties", () => {
  const own = summarizedWith(() => ({}));
  const against = summarizedWith(({ evidence, relevance }) => ({
    evidence: negated(evidence),
    relevance: negated(relevance),
  }));
  expect(against.meanEvidence).toBeCloseTo(-own.meanEvidence, 10);
  expect(against.meanMagnitude).toBeCloseTo(own.meanEvidence, 10);
  const figures = ({ clusters }: ClusteringSummary) =>
    clusters.map(({ typical, borderline, nearTies }) => ({ typical, borderline, nearTies }));
  expect(figures(against)).toEqual(figures(own));
});

test("rows without a competitor are neither ties nor typical of anything", () => {
  const { clusters } = summarizedWith(({ cluster, runnerUp, evidence, relevance }) => {
    const alone = (row: number) => cluster[row] === 1;
    return {
      runnerUp: Array.from(runnerUp, (other, row) => (alone(row) ? -1 : other)),
      evidence: Array.from(evidence, (value, row) => (alone(row) ? 0 : value)),
      relevance: Array.from(relevance, (value, i) => (alone(Math.floor(i / 2)) ? 0 : value)),
    };
  });
  expect(clusters[1]).toMatchObject({ size: 100, nearTies: 0, typical: [], borderline: [] });
  expect(clusters[0]?.typical.length).toBe(10);
});
