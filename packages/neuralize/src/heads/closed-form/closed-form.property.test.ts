import fc from "fast-check";
import { expect, test } from "vitest";
import type { Matrix } from "../../matrix.ts";
import { discriminants } from "./discriminants.ts";
import { explainKMeans } from "./explain-kmeans.ts";
import { neuralizedWeights } from "./neuralized-weights.ts";
import { pairwiseMargin } from "./pairwise-margin.ts";
import { logMeanExpPool, minPool, minTakesMost } from "./pooling.ts";

/** Small whole numbers: every quantity is exact, so ties are real ties and equalities can be demanded. */
const exactCoordinate = fc.integer({ min: -4, max: 4 });
const coordinate = fc.double({ min: -100, max: 100, noNaN: true });

const problem = (cell: fc.Arbitrary<number>) =>
  fc
    .record({
      rows: fc.integer({ min: 1, max: 5 }),
      clusters: fc.integer({ min: 2, max: 6 }),
      columns: fc.integer({ min: 1, max: 4 }),
    })
    .chain(({ rows, clusters, columns }) =>
      fc.record({ x: matrix(cell, rows, columns), centroids: matrix(cell, clusters, columns) }),
    );
const matrix = (cell: fc.Arbitrary<number>, rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc
    .array(cell, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => ({ data: Float64Array.from(values), rows, columns }));
const stiffness = fc.oneof(fc.constantFrom(0, Number.POSITIVE_INFINITY), fc.double({ min: 0, max: 10, noNaN: true }));

const rowOf = (m: Matrix, row: number) => Array.from(m.data.subarray(row * m.columns, (row + 1) * m.columns));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const absolute = (values: readonly number[]) => sum(values.map(Math.abs));
const distancesOf = (x: Matrix, centroids: Matrix, row: number) =>
  Array.from({ length: centroids.rows }, (_, k) => {
    const centroid = rowOf(centroids, k);
    return sum(rowOf(x, row).map((value, i) => (value - (centroid[i] ?? Number.NaN)) ** 2));
  });
const firstSmallest = (values: readonly number[]) => values.indexOf(Math.min(...values));
const firstLargest = (values: readonly number[]) => values.indexOf(Math.max(...values));

test("argmax f is argmin d, ties to the lowest index on both sides", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), ({ x, centroids }) => {
      const f = discriminants(x, centroids);
      const { cluster } = explainKMeans(x, centroids);
      for (let n = 0; n < x.rows; n++) {
        const nearest = firstSmallest(distancesOf(x, centroids, n));
        expect(firstLargest(rowOf(f, n))).toBe(nearest);
        expect(cluster[n]).toBe(nearest);
      }
    }),
  );
});

test("a discriminant is the smallest margin over the other clusters", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), ({ x, centroids }) => {
      const f = discriminants(x, centroids);
      for (let n = 0; n < x.rows; n++) {
        const d = distancesOf(x, centroids, n);
        expect(rowOf(f, n)).toEqual(d.map((own, k) => Math.min(...d.filter((_, j) => j !== k)) - own));
      }
    }),
  );
});

test("relevance sums to the evidence of any target, under any stiffness and contrast", () => {
  const scenario = problem(coordinate).chain(({ x, centroids }) => {
    const cluster = fc.integer({ min: 0, max: centroids.rows - 1 });
    return fc.record({
      x: fc.constant(x),
      centroids: fc.constant(centroids),
      beta: stiffness,
      target: fc.oneof(fc.constant("assigned" as const), cluster),
      against: fc.array(cluster, { minLength: 1 }),
    });
  });
  fc.assert(
    fc.property(scenario, ({ x, centroids, ...options }) => {
      const { relevance, evidence } = explainKMeans(x, centroids, options);
      for (let n = 0; n < x.rows; n++) {
        const parts = rowOf(relevance, n);
        // Rounding of a sum of ≤ 6 competitors × 4 features, each ≤ (200 + 200)·200.
        expect(Math.abs(sum(parts) - (evidence[n] ?? Number.NaN))).toBeLessThanOrEqual(1e-10 + 1e-13 * absolute(parts));
      }
    }),
  );
});

test("relevance is Σ p f/h ((x−μ_k)² − (x−μ_c)²) for the assigned cluster", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), fc.double({ min: 0, max: 2, noNaN: true }), ({ x, centroids }, beta) => {
      const { relevance } = explainKMeans(x, centroids, { beta });
      for (let n = 0; n < x.rows; n++) {
        const d = distancesOf(x, centroids, n);
        const c = firstSmallest(d);
        const others = d.flatMap((_, k) => (k === c ? [] : [k]));
        const h = others.map((k) => (d[k] ?? 0) - (d[c] ?? 0));
        const weights = h.map((margin) => Math.exp(-beta * margin));
        const expected = rowOf(x, n).map((value, i) =>
          sum(
            others.map((k, j) => {
              const margin = h[j] ?? 0;
              const ratio = margin === 0 ? 1 : Math.min(...h) / margin;
              const p = (weights[j] ?? 0) / sum(weights);
              return (
                p *
                ratio *
                ((value - (rowOf(centroids, k)[i] ?? 0)) ** 2 - (value - (rowOf(centroids, c)[i] ?? 0)) ** 2)
              );
            }),
          ),
        );
        // exp(−2·256) underflows nothing; 1e-9 is rounding on values below 500.
        for (const [i, value] of rowOf(relevance, n).entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 9);
      }
    }),
  );
});

test("a joint shift of points and centroids changes nothing", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), ({ x, centroids }, shift) => {
      const shifted = (m: Matrix): Matrix => ({ ...m, data: m.data.map((value) => value + shift) });
      // Whole numbers below 2^53: even the shifted coordinates are exact, so the results are identical.
      expect(explainKMeans(shifted(x), shifted(centroids), { beta: 0.5 })).toEqual(
        explainKMeans(x, centroids, { beta: 0.5 }),
      );
    }),
  );
});

test("float32 and float64 buffers with the same values give the same explanation", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), ({ x, centroids }) => {
      const single = (m: Matrix): Matrix => ({ ...m, data: Float32Array.from(m.data) });
      expect(explainKMeans(single(x), single(centroids))).toEqual(explainKMeans(x, centroids));
    }),
  );
});

test("duplicate centroids give finite results and zero evidence", () => {
  fc.assert(
    fc.property(problem(coordinate), stiffness, ({ x, centroids }, beta) => {
      const twice: Matrix = {
        ...centroids,
        rows: 2 * centroids.rows,
        data: Float64Array.of(...centroids.data, ...centroids.data),
      };
      const { evidence, relevance, cluster, simplifiedSilhouette } = explainKMeans(x, twice, { beta });
      expect([...evidence]).toEqual([...evidence].map(() => 0));
      expect([...simplifiedSilhouette]).toEqual([...evidence].map(() => 0));
      expect(relevance.data.every(Number.isFinite)).toBe(true);
      expect(cluster.every((k) => k < centroids.rows)).toBe(true);
    }),
  );
});

test("the explicit weights reproduce the margins", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), fc.nat(), ({ x, centroids }, seed) => {
      const cluster = seed % centroids.rows;
      const { weight, bias } = neuralizedWeights(centroids, cluster);
      expect([weight.rows, weight.columns, bias.length]).toEqual([centroids.rows - 1, x.columns, centroids.rows - 1]);
      const d = distancesOf(x, centroids, 0);
      const expected = d.filter((_, k) => k !== cluster).map((other) => other - (d[cluster] ?? Number.NaN));
      const h = Array.from(bias, (b, k) => b + sum(rowOf(weight, k).map((w, i) => w * (x.data[i] ?? Number.NaN))));
      expect(h).toEqual(expected);
    }),
  );
});

test("a pairwise margin is the difference of the squared distances, split over the features", () => {
  fc.assert(
    fc.property(problem(exactCoordinate), fc.nat(), fc.nat(), ({ x, centroids }, a, b) => {
      const [cluster, competitor] = [a % centroids.rows, b % centroids.rows];
      const { margin, relevance } = pairwiseMargin(x, centroids, cluster, competitor);
      for (let n = 0; n < x.rows; n++) {
        const d = distancesOf(x, centroids, n);
        expect(margin[n]).toBe((d[competitor] ?? Number.NaN) - (d[cluster] ?? Number.NaN));
        expect(sum(rowOf(relevance, n))).toBe(margin[n]);
      }
    }),
  );
});

const marginsOf = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 6 });

test("the gradient through LogMeanExp has the weights of min-takes-most", () => {
  fc.assert(
    fc.property(marginsOf, fc.double({ min: 1e-3, max: 3, noNaN: true }), (h, beta) => {
      const step = 1e-5;
      minTakesMost(h, beta).forEach((share, k) => {
        const moved = (by: number) => h.map((margin, j) => (j === k ? margin + by : margin));
        const slope = (logMeanExpPool(moved(step), beta) - logMeanExpPool(moved(-step), beta)) / (2 * step);
        // Central differences: truncation below β²·step² ≈ 1e-9, rounding below 40·2⁻⁵²/step ≈ 1e-9.
        expect(Math.abs(slope - share)).toBeLessThan(1e-7);
      });
    }),
  );
});

test("the soft pool lies between the minimum and the mean and reaches both", () => {
  fc.assert(
    fc.property(marginsOf, fc.double({ min: 1e-12, max: 50, noNaN: true }), (h, beta) => {
      const mean = sum(h) / h.length;
      const pooled = logMeanExpPool(h, beta);
      expect(pooled).toBeGreaterThanOrEqual(minPool(h) - 1e-12);
      expect(pooled).toBeLessThanOrEqual(mean + 1e-12);
      expect(logMeanExpPool(h, 0)).toBeCloseTo(mean, 12);
      expect(logMeanExpPool(h, 1e-14)).toBeCloseTo(mean, 9);
      expect(logMeanExpPool(h, Number.POSITIVE_INFINITY)).toBe(minPool(h));
    }),
  );
});
