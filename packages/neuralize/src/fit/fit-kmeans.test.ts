import fc from "fast-check";
import { expect, test } from "vitest";
import type { Matrix } from "../matrix.ts";
import { directDistances } from "./direct-distances.ts";
import type { DistanceProduct } from "./distance-product.ts";
import { fitKMeans } from "./fit-kmeans.ts";

const matrix = (...rows: readonly (readonly number[])[]): Matrix => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

/** Two tight groups, of three and of two rows. */
const groups = matrix([0, 0], [10, 10], [0, 1], [10, 11], [1, 0]);

test("two groups are found, the larger one first", async () => {
  const fit = await fitKMeans(groups, { k: 2 });
  expect([...fit.labels]).toEqual([0, 1, 0, 1, 0]);
  expect(fit.sizes).toEqual([3, 2]);
  const expected = [1 / 3, 1 / 3, 10, 10.5];
  for (const [i, value] of fit.centroids.data.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 12);
  // Squared distances 2/9 + 5/9 + 5/9 and 1/4 + 1/4.
  expect(fit.inertia).toBeCloseTo(4 / 3 + 1 / 2, 12);
});

const clouds = fc
  .record({
    rows: fc.integer({ min: 4, max: 30 }),
    columns: fc.integer({ min: 1, max: 4 }),
    k: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ rows, columns, k }) =>
    fc.record({
      k: fc.constant(k),
      x: fc
        .array(fc.integer({ min: -9, max: 9 }), { minLength: rows * columns, maxLength: rows * columns })
        .map((values): Matrix => ({ data: Float64Array.from(values, (v, i) => v + i / 1000), rows, columns })),
    }),
  );

test("labels are the nearest centroids, centroids the means, and inertia and sizes follow", async () => {
  await fc.assert(
    fc.asyncProperty(clouds, async ({ x, k }) => {
      const { centroids, labels, inertia, sizes } = await fitKMeans(x, { k, restarts: 2, tolerance: 0 });
      const distance = (n: number, cluster: number) => {
        let sum = 0;
        for (let i = 0; i < x.columns; i++) {
          sum += ((x.data[n * x.columns + i] ?? 0) - (centroids.data[cluster * x.columns + i] ?? 0)) ** 2;
        }
        return sum;
      };
      const clusters = Array.from({ length: k }, (_, cluster) => cluster);
      const own = Array.from(labels, (label, n) => distance(n, label));
      // 1e-9 is rounding on squares below 1000.
      for (const [n, d] of own.entries())
        expect(d).toBeLessThanOrEqual(Math.min(...clusters.map((c) => distance(n, c))) + 1e-9);
      expect(inertia).toBeCloseTo(
        own.reduce((a, b) => a + b, 0),
        8,
      );
      expect(sizes).toEqual(clusters.map((c) => labels.filter((label) => label === c).length));
      expect(sizes.every((size, c) => size > 0 && size <= (sizes[c - 1] ?? x.rows))).toBe(true);
      for (const c of clusters) {
        for (let i = 0; i < x.columns; i++) {
          const members = Array.from(labels).flatMap((label, n) =>
            label === c ? [x.data[n * x.columns + i] ?? 0] : [],
          );
          const mean = members.reduce((a, b) => a + b, 0) / members.length;
          expect(centroids.data[c * x.columns + i]).toBeCloseTo(mean, 9);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("the same seed gives the same fit, whatever else runs", async () => {
  const x = matrix(...Array.from({ length: 40 }, (_, n) => [Math.sin(n * 12.9898) * 10, Math.cos(n * 78.233) * 10]));
  const [first, second] = await Promise.all([fitKMeans(x, { k: 5, seed: 3 }), fitKMeans(x, { k: 5, seed: 3 })]);
  expect(second).toEqual(first);
  const other = await fitKMeans(x, { k: 5, seed: 4, restarts: 1 });
  expect(other.centroids.data).not.toEqual(first.centroids.data);
});

test("initial centroids give one run in their order", async () => {
  const fit = await fitKMeans(groups, { k: 2, initialCentroids: matrix([9, 9], [1, 1]) });
  expect(fit.sizes).toEqual([2, 3]);
  expect(fit.restart).toBe(1);
});

test("an empty cluster takes the row farthest from its centroid", async () => {
  const fit = await fitKMeans(groups, {
    k: 3,
    initialCentroids: matrix([0, 0], [0, 1], [1000, 1000]),
    maxIterations: 50,
  });
  expect(fit.sizes.every((size) => size > 0)).toBe(true);
  // {(10,10), (10,11)} and a split of the other three rows is the best that three clusters can do.
  expect(fit.inertia).toBeCloseTo(1, 12);
});

test("as many clusters as distinct rows leave no inertia; one more is refused with the number", async () => {
  const twins = matrix([1, 2], [1, 2], [3, 4], [5, 6], [5, 6], [-0, 7], [0, 7]);
  const fit = await fitKMeans(twins, { k: 4 });
  expect(fit.inertia).toBeCloseTo(0, 12);
  expect(fit.sizes).toEqual([2, 2, 2, 1]);
  await expect(fitKMeans(twins, { k: 5 })).rejects.toThrow(refused("TOO_MANY_CLUSTERS", /only 4/));
});

test("one cluster, one row and constant columns are fine", async () => {
  const one = await fitKMeans(matrix([3, 4]), { k: 1 });
  expect([...one.centroids.data, one.inertia]).toEqual([3, 4, 0]);
  const whole = await fitKMeans(groups, { k: 1 });
  expect(whole.centroids.data[0]).toBeCloseTo(4.2, 12);
  const constant = await fitKMeans(matrix([7, 0], [7, 1], [7, 9]), { k: 2 });
  expect([...constant.centroids.data]).toEqual([7, 0.5, 7, 9]);
});

test("the units of the data do not matter, from 1e-30 to 1e30", async () => {
  const plain = await fitKMeans(groups, { k: 2 });
  for (const scale of [2 ** 100, 2 ** -100]) {
    const fit = await fitKMeans({ ...groups, data: groups.data.map((v) => v * scale) }, { k: 2 });
    expect(fit.labels).toEqual(plain.labels);
    expect(fit.inertia / scale ** 2).toBeCloseTo(plain.inertia, 12);
  }
  await expect(fitKMeans(matrix([0], [1e200]), { k: 1 })).rejects.toThrow(refused("DISTANCE_OVERFLOW", /row 0/));
});

test("a distance product that is handed in does the work, on centred points of size about one", async () => {
  let calls = 0;
  let bound: Matrix | undefined;
  const single = (points: Matrix): DistanceProduct => {
    bound = points;
    const exact = directDistances(points);
    return {
      nearest: async (centroids) => {
        calls += 1;
        const { labels, squaredDistances } = await exact.nearest(centroids);
        return { labels, squaredDistances: Float32Array.from(squaredDistances) };
      },
      squaredDistances: async (centres) => Float32Array.from(await exact.squaredDistances(centres)),
    };
  };
  const far: Matrix = { ...groups, data: groups.data.map((v) => v * 1e30 + 1e33) };
  const fit = await fitKMeans(far, { k: 2, distances: single });
  expect([...fit.labels]).toEqual([0, 1, 0, 1, 0]);
  expect(calls).toBeGreaterThan(10);
  expect(Math.max(...(bound?.data ?? []).map(Math.abs))).toBeLessThan(2);
});

test("progress is told after every iteration, and the signal stops the fit", async () => {
  const seen: string[] = [];
  await fitKMeans(groups, {
    k: 2,
    restarts: 2,
    onProgress: ({ restart, restarts, iteration }) => seen.push(`${restart}/${restarts} ${iteration}`),
  });
  expect(seen[0]).toBe("1/2 1");
  expect(seen.some((line) => line.startsWith("2/2"))).toBe(true);
  const controller = new AbortController();
  const stopped = fitKMeans(groups, {
    k: 2,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(stopped).rejects.toThrow("enough");
});

test("settings and data that make no sense are refused", async () => {
  for (const options of [
    { k: 0 },
    { k: 1.5 },
    { k: 1, restarts: 0 },
    { k: 1, maxIterations: 0 },
    { k: 1, tolerance: Number.NaN },
    { k: 1, seed: -1 },
  ]) {
    await expect(fitKMeans(groups, options)).rejects.toThrow(refused("INVALID_OPTION", /must be/));
  }
  await expect(fitKMeans(groups, { k: 2, initialCentroids: matrix([0, 0]) })).rejects.toThrow(
    refused("INVALID_OPTION", /1 × 2/),
  );
  await expect(fitKMeans({ data: new Float64Array(0), rows: 0, columns: 2 }, { k: 1 })).rejects.toThrow(
    refused("EMPTY_MATRIX", /0 × 2/),
  );
  await expect(fitKMeans(matrix([1], [Number.NaN]), { k: 1 })).rejects.toThrow(
    refused("NOT_FINITE", /row 1, column 0/),
  );
});
