import fc from "fast-check";
import { expect, test } from "vitest";
import type { Matrix } from "../matrix.ts";
import { directDistances } from "./direct-distances.ts";
import type { DistanceProduct } from "./distance-product.ts";
import { exactNearest } from "./exact-nearest.ts";
import type { Points } from "./frame.ts";

/** ‖x‖² − 2x·μ + ‖μ‖² with every operation rounded to float32, added up from the last column. */
const rounded = (points: Matrix): Pick<DistanceProduct, "squaredDistances"> => ({
  squaredDistances: async (centres) => {
    const dot = (a: Matrix, n: number, b: Matrix, k: number) => {
      let sum = 0;
      for (let i = a.columns - 1; i >= 0; i--) {
        const product = Math.fround(a.data[n * a.columns + i] ?? 0) * Math.fround(b.data[k * b.columns + i] ?? 0);
        sum = Math.fround(sum + Math.fround(product));
      }
      return sum;
    };
    const distances = new Float32Array(points.rows * centres.rows);
    for (let k = 0; k < centres.rows; k++) {
      for (let n = 0; n < points.rows; n++) {
        const reduced = Math.fround(dot(centres, k, centres, k) - 2 * dot(points, n, centres, k));
        distances[k * points.rows + n] = Math.max(0, reduced + dot(points, n, points, n));
      }
    }
    return distances;
  },
});

const matrix = (rows: number, columns: number, value: fc.Arbitrary<number>): fc.Arbitrary<Points> =>
  fc
    .array(value, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => ({ data: Float64Array.from(values), rows, columns }));
// Coarse values that tie exactly, and offsets that float32 can barely tell or cannot tell at all.
const coordinate = fc
  .tuple(fc.integer({ min: -4, max: 4 }), fc.constantFrom(0, 0, 1e-4, 1e-7, 1e-8, 1e-12, 1e-200))
  .map(([whole, offset]) => whole / 2 + offset);
const scenario = fc
  .record({
    rows: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 6 }),
    k: fc.integer({ min: 1, max: 12 }),
  })
  .chain(({ rows, columns, k }) =>
    fc.record({ points: matrix(rows, columns, coordinate), centroids: matrix(k, columns, coordinate) }),
  );

test("a product that rounds to float32 leads to the nearest centroids of float64", async () => {
  let rescued = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async ({ points, centroids }) => {
      const truth = await directDistances(points).nearest(centroids);
      const product = { ...directDistances(points), ...rounded(points) };
      expect(await exactNearest(points, centroids, product)).toEqual(truth);
      const all = await product.squaredDistances(centroids);
      truth.labels.forEach((label, n) => {
        const distances = Array.from({ length: centroids.rows }, (_, k) => all[k * points.rows + n] ?? 0);
        if (distances.indexOf(Math.min(...distances)) !== label) rescued++;
      });
    }),
    { numRuns: 300 },
  );
  // The scenarios are of no use unless rounding alone would have gone astray.
  expect(rescued).toBeGreaterThan(20);
});
