import { expect, test } from "vitest";
import { floats, longs, runGraph } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { input } from "../graph/node.ts";
import { averagedFeatures, featureKMeans } from "./feature-kmeans.ts";
import { kmeansGraph } from "./kmeans-graph.ts";

test("spatial maps are averaged, and measured against the centroids", async () => {
  const maps = input("maps", "float32", ["N", 2, 1, 3]);
  const centroids = { data: Float64Array.of(0, 0, 2, 5), rows: 2, columns: 2 };
  const { graph, head } = featureKMeans({ inputs: [maps], outputs: {} }, averagedFeatures(maps, [2, 3]), centroids);
  const feeds = { maps: floats([1, 2, 3, 4, 5, 6], [1, 2, 1, 3]) };
  const { embedding, distances } = await runGraph(graph, feeds);
  expect(embedding).toMatchObject({ dims: [1, 2], data: [2, 5] });
  expect(distances?.data).toEqual([29, 0]);
  const explained = await runGraph(compile(graph, { head, beta: 1 }).graph, feeds);
  expect(explained.cluster?.data).toEqual([1]);
  expect(explained.relevance?.dims).toEqual([1, 2, 1, 3]);
  expect(averagedFeatures(maps, [])).toBe(maps);
});

test("a competitor of its own for every row: the pairwise margin, R_i = (x_i − μ_ki)² − (x_i − μ_ci)²", async () => {
  const rows = [
    [0.2, 0.1],
    [1.5, 0.2],
    [0.1, 1.9],
    [0, 0],
  ] as const;
  const centres = [
    [0, 0],
    [2, 0],
    [0, 2],
    [7, 7],
  ] as const;
  const against = [3, 0, 1, 2];
  const { graph, head } = kmeansGraph({ data: Float64Array.from(centres.flat()), rows: 4, columns: 2 });
  for (const target of ["assigned", 2] as const) {
    const compiled = compile(graph, { head, target, against: input("against", "int64", ["N"]) });
    const run = await runGraph(compiled.graph, {
      x: floats(rows.flat(), [4, 2]),
      against: longs(against, [4]),
      beta: floats([1], []),
    });
    const expected = rows.map((x, row) => {
      const own = centres[target === "assigned" ? Number(run.cluster?.data[row]) : target] ?? [];
      const other = centres[against[row] ?? 0] ?? [];
      return x.map((value, i) => (value - (other[i] ?? 0)) ** 2 - (value - (own[i] ?? 0)) ** 2);
    });
    expect(run.runner_up?.data).toEqual(against);
    // float32 of sums around 100.
    expected.flat().forEach((value, i) => {
      expect(run.relevance?.data[i]).toBeCloseTo(value, 4);
    });
    expected.forEach(([a = 0, b = 0], row) => {
      expect(run.evidence?.data[row]).toBeCloseTo(a + b, 4);
    });
  }
});
