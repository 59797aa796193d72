import fc from "fast-check";
import { expect, test } from "vitest";
import type { Matrix } from "../matrix.ts";
import { directDistances } from "./direct-distances.ts";

const whole = (rows: number, columns: number) =>
  fc
    .array(fc.integer({ min: -20, max: 20 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((values): Matrix => ({ data: Float64Array.from(values), rows, columns }));
const scenario = fc
  .record({
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.integer({ min: 1, max: 5 }),
    k: fc.integer({ min: 1, max: 9 }),
  })
  .chain(({ rows, columns, k }) =>
    fc.record({ points: whole(rows, columns), steps: fc.array(whole(k, columns), { minLength: 1, maxLength: 4 }) }),
  );

const expectedDistances = (points: Matrix, centroids: Matrix) =>
  Array.from({ length: points.rows }, (_, n) =>
    Array.from({ length: centroids.rows }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < points.columns; i++) {
        sum += ((points.data[n * points.columns + i] ?? 0) - (centroids.data[k * points.columns + i] ?? 0)) ** 2;
      }
      return sum;
    }),
  );

test("whatever was asked before, nearest is the lowest index of the smallest distance", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ points, steps }) => {
      const product = directDistances(points);
      // Small moves between the given centroids, so that the kept bounds do settle some rows.
      const moves = steps.flatMap((step) =>
        [0, 1].map((by) => ({ ...step, data: step.data.map((v, i) => v + by * (i % 2)) })),
      );
      for (const centroids of moves) {
        const { labels, squaredDistances } = await product.nearest(centroids);
        const expected = expectedDistances(points, centroids);
        // Whole numbers: distances are exact.
        expect([...squaredDistances]).toEqual(expected.map((row) => Math.min(...row)));
        expect([...labels]).toEqual(expected.map((row) => row.indexOf(Math.min(...row))));
        const all = await product.squaredDistances(centroids);
        expect(expected.map((row, n) => row.map((_, k) => all[k * points.rows + n]))).toEqual(expected);
      }
    }),
  );
});
