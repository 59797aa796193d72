import { expect, test } from "vitest";
import { largestDifference, rowSums } from "../../../../test/support/largest-difference.ts";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { uniform } from "../../../../test/support/small-networks.ts";
import type { Feed } from "../engine.ts";
import { discriminants } from "../heads/closed-form/discriminants.ts";
import { kmeansGraph } from "../heads/kmeans-graph.ts";
import { shapley } from "./shapley.ts";

const centroids = { data: uniform(16, 5), rows: 4, columns: 4 };
const { graph, head } = kmeansGraph(centroids);
const x = uniform(12, 8);
const feed: Feed = { type: "float32", dims: [3, 4], data: x };
const baseline: Feed = { type: "float32", dims: [4], data: uniform(4, 6) };
const from = baseline.data as Float32Array;

/** f of a cluster by the squared distances. */
function evidence(point: readonly number[], cluster: number): number {
  const distance = (k: number) =>
    point.reduce((sum, value, i) => sum + (value - (centroids.data[4 * k + i] ?? 0)) ** 2, 0);
  const others = [0, 1, 2, 3].filter((k) => k !== cluster).map(distance);
  return Math.min(...others) - distance(cluster);
}

/** Shapley values by all 4! orders. */
function exact(row: readonly number[], cluster: number): readonly number[] {
  const values = [0, 0, 0, 0];
  const walk = (rest: readonly number[], point: readonly number[], orders: number): void => {
    for (const feature of rest) {
      const next = point.map((value, i) => (i === feature ? (row[i] ?? 0) : value));
      const left = rest.filter((each) => each !== feature);
      const weight = orders / rest.length;
      values[feature] = (values[feature] ?? 0) + weight * (evidence(next, cluster) - evidence(point, cluster));
      walk(left, next, weight);
    }
  };
  walk([0, 1, 2, 3], [...from], 1);
  return values;
}

const rows = [0, 1, 2].map((n) => [...x.subarray(4 * n, 4 * n + 4)]);

test("sums to f(x) − f(baseline), whatever the number of orders", async () => {
  for (const samples of [1, 2, 7]) {
    const attributor = shapley(nativeEngine, graph, { head }, { samples, baseline });
    const { relevance, target, output, gap } = await attributor.attribute(feed);
    const expected = rows.map((row, n) => evidence(row, target?.[n] ?? 0) - evidence([...from], target?.[n] ?? 0));
    expect(largestDifference(rowSums(relevance.data, 3), expected)).toBeLessThan(1e-5);
    expect(Math.max(...(gap?.absolute ?? [1]))).toBeLessThan(1e-5);
    const all = discriminants({ data: Float64Array.from(x), rows: 3, columns: 4 }, centroids);
    expect(
      largestDifference(
        output,
        rows.map((_, n) => all.data[4 * n + (target?.[n] ?? 0)] ?? 0),
      ),
    ).toBeLessThan(1e-5);
  }
});

test("nears the exact values over all orders", async () => {
  const attributor = shapley(nativeEngine, graph, { head }, { samples: 4000, baseline });
  const { relevance, target } = await attributor.attribute(feed);
  const expected = rows.flatMap((row, n) => exact(row, target?.[n] ?? 0));
  const scale = Math.max(...expected.map(Math.abs));
  expect(scale).toBeGreaterThan(0.5);
  // Contributions vary by about `scale` from order to order: 4000 of them leave 1.6 % of it.
  expect(largestDifference(relevance.data, expected)).toBeLessThan(0.05 * scale);
});

test("the same seed gives the same, whatever the batch and the other rows; another one gives another", async () => {
  const relevance = async (options: object, x = feed) =>
    (await shapley(nativeEngine, graph, { head }, { samples: 3, baseline, ...options }).attribute(x)).relevance.data;
  const first = await relevance({ seed: 4 });
  expect([...(await relevance({ seed: 4 }))]).toEqual([...first]);
  expect(largestDifference(await relevance({ seed: 4, batch: 2 }), first)).toBeLessThan(1e-5);
  const alone = await relevance({ seed: 4 }, { ...feed, dims: [1, 4], data: x.slice(0, 4) });
  expect(largestDifference(alone, first.subarray(0, 4))).toBeLessThan(1e-5);
  expect(largestDifference(await relevance({ seed: 5 }), first)).toBeGreaterThan(1e-3);
});
