import fc from "fast-check";
import { expect, test } from "vitest";
import { randomKey } from "./random-key.ts";
import { jacobiEigenpairs, leadingEigenpairs } from "./symmetric-eigen.ts";

const uniform = (position: number) => randomKey(7, position) / 2 ** 32;

/** XᵀX of `rows` random rows, coordinate j stretched by `stretch(j)`. */
function gram(size: number, rows: number, stretch: (j: number) => number): Float64Array {
  const x = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: size }, (_, j) => (uniform(i * size + j) - 0.5) * stretch(j)),
  );
  return Float64Array.from({ length: size * size }, (_, place) => {
    const [i, j] = [Math.floor(place / size), place % size];
    return x.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
  });
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

test("a 2 × 2 matrix decomposes as by hand", () => {
  const { values, vectors } = jacobiEigenpairs(Float64Array.of(2, 1, 1, 2), 2);
  expect(values[0]).toBeCloseTo(3, 14);
  expect(values[1]).toBeCloseTo(1, 14);
  expect(Math.abs(dot(vectors[0] ?? [], [Math.SQRT1_2, Math.SQRT1_2]))).toBeCloseTo(1, 14);
});

test("Jacobi's pairs satisfy A v = λ v, are orthonormal and descend", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 25, maxLength: 25 }), (entries) => {
      const a = Float64Array.from({ length: 25 }, (_, p) => {
        const [i, j] = [Math.floor(p / 5), p % 5];
        return (entries[i * 5 + j] ?? 0) + (entries[j * 5 + i] ?? 0);
      });
      const { values, vectors } = jacobiEigenpairs(a, 5);
      vectors.forEach((vector, v) => {
        for (let i = 0; i < 5; i++)
          expect(dot(a.subarray(i * 5, i * 5 + 5), vector)).toBeCloseTo((values[v] ?? 0) * (vector[i] ?? 0), 10);
        vectors.forEach((other, o) => {
          expect(dot(vector, other)).toBeCloseTo(v === o ? 1 : 0, 12);
        });
      });
      expect([...values].sort((x, y) => y - x)).toEqual(values);
    }),
  );
});

test.each([
  ["distinct eigenvalues", (j: number) => 1 / (1 + j)],
  ["a flat spectrum with two leading directions", (j: number) => (j < 2 ? 3 + j : 1)],
])("the leading pairs are those of the exact decomposition: %s", (_, stretch) => {
  const matrix = gram(60, 200, stretch);
  const exact = jacobiEigenpairs(matrix, 60);
  const leading = leadingEigenpairs(matrix, 60, 2, uniform);
  for (const index of [0, 1]) {
    expect((leading.values[index] ?? 0) / (exact.values[index] ?? 1)).toBeCloseTo(1, 10);
    expect(Math.abs(dot(leading.vectors[index] ?? [], exact.vectors[index] ?? []))).toBeCloseTo(1, 9);
  }
});

test("a matrix of rank one has one pair and then zeros", () => {
  const { values } = leadingEigenpairs(
    gram(50, 1, () => 1),
    50,
    2,
    uniform,
  );
  expect(values[0]).toBeGreaterThan(1);
  expect(Math.abs(values[1] ?? Number.NaN)).toBeLessThan(1e-12);
});
