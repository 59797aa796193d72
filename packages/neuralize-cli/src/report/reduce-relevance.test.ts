import fc from "fast-check";
import { expect, test } from "vitest";
import { reduceRelevance } from "./reduce-relevance.ts";

test("channels and blocks of pixels are summed", () => {
  const relevance = [1, 2, 3, 4, 5, 6, 7, 8, 10, 10, 10, 10, 0, 0, 0, -1];
  // Two channels of 2 × 4 pixels.
  expect(reduceRelevance(relevance, 2, 2, 4, 2)).toEqual({ height: 1, width: 2, data: Float64Array.of(34, 41) });
});

test("a picture that is small enough keeps its pixels", () => {
  const { height, width, data } = reduceRelevance([1, 2, 3, 4, 5, 6], 1, 2, 3, 112);
  expect([height, width, ...data]).toEqual([2, 3, 1, 2, 3, 4, 5, 6]);
});

test("a pixel that two cells share is divided by area", () => {
  expect([...reduceRelevance([1, 1, 1], 1, 1, 3, 2).data]).toEqual([1.5, 1.5]);
  expect([...reduceRelevance([0, 1, 0, 0, 0], 1, 1, 5, 3).data.map((v) => Math.round(v * 1e6) / 1e6)]).toEqual([
    0.666667, 0.333333, 0,
  ]);
});

test("whatever the sizes, nothing is lost", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      (h, w, most) => {
        const relevance = Array.from({ length: 3 * h * w }, (_, i) => Math.sin(i));
        const grid = reduceRelevance(relevance, 3, h, w, most);
        expect(Math.max(grid.height, grid.width)).toBeLessThanOrEqual(Math.max(1, most));
        const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
        // Rounding of float64 sums.
        expect(sum(grid.data)).toBeCloseTo(sum(relevance), 10);
      },
    ),
  );
});
