import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-node";
import { expect, test } from "vitest";
import { engine } from "../../engine.ts";
import { fitKMeans } from "../../fit/fit-kmeans.ts";
import type { Matrix } from "../../matrix.ts";
import { rowExplainer } from "../../row-explainer.ts";
import { explainKMeans } from "./explain-kmeans.ts";

const rowsOf = (text: string) => {
  const [, ...lines] = text.trim().split("\n");
  // The last column is the cultivar.
  return lines.map((line) => line.split(",").slice(0, -1).map(Number));
};
const minmax = (rows: readonly (readonly number[])[]) => {
  const columns = (rows[0] ?? []).map((_, i) => rows.map((row) => row[i] ?? Number.NaN));
  const ranges = columns.map((values) => [Math.min(...values), Math.max(...values)] as const);
  return rows.map((row) =>
    row.map((value, i) => (value - (ranges[i]?.[0] ?? 0)) / ((ranges[i]?.[1] ?? 1) - (ranges[i]?.[0] ?? 0))),
  );
};
const matrix = (rows: readonly (readonly number[])[]): Matrix => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});

test("the golden discriminants of the wine data (MATH.md §5), closed form and compiled", async () => {
  const wine = minmax(rowsOf(readFileSync(new URL("../../../../../test/fixtures/wine.csv", import.meta.url), "utf8")));
  // One row of each cultivar, from which Lloyd's algorithm ends in the optimum that the golden numbers are about.
  const initialCentroids = matrix([0, 80, 131].map((row) => wine[row] ?? []));
  const fit = await fitKMeans(matrix(wine), { k: 3, initialCentroids, tolerance: 0 });
  expect(fit.inertia).toBeCloseTo(48.960517, 6);
  expect(fit.sizes).toEqual([61, 62, 55]);

  const { evidence, relevance, beta } = explainKMeans(matrix(wine), fit.centroids);
  const explainer = await rowExplainer(engine(ort), fit.centroids);
  const compiled = await explainer.explain(matrix(wine), beta);
  await explainer.close();
  const golden: readonly (readonly [row: number, f: number])[] = [
    [60, 0.0772],
    [61, 0.2447],
    [68, 0.08],
    [70, 0.0866],
    [73, 0.2848],
    [83, 0.4378],
    [92, 0.0089],
    [95, 0.1348],
    [118, 0.2151],
  ];
  for (const [row, f] of golden) {
    // The golden numbers are rounded to four places.
    expect(Math.abs((evidence[row] ?? Number.NaN) - f), `row ${row}`).toBeLessThan(1e-4);
    expect(Math.abs((compiled.evidence[row] ?? Number.NaN) - f), `row ${row}, compiled`).toBeLessThan(1e-4);
    const parts = Array.from(relevance.data.subarray(row * relevance.columns, (row + 1) * relevance.columns));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(evidence[row] ?? Number.NaN, 12);
  }
});
