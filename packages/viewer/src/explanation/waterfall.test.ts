import fc from "fast-check";
import { expect, test } from "vitest";
import { waterfall } from "./waterfall.ts";

test("bars cumulate from zero, the largest first", () => {
  expect(waterfall([1, -3, 2], 12)).toEqual([
    { columns: [1], relevance: -3, start: 0, end: -3 },
    { columns: [2], relevance: 2, start: -3, end: -1 },
    { columns: [0], relevance: 1, start: -1, end: 0 },
  ]);
});

test("columns beyond the limit share the last bar, but never one alone", () => {
  expect(waterfall([4, 3, 2, 1], 2).map(({ columns }) => columns)).toEqual([[0], [1], [2, 3]]);
  expect(waterfall([4, 3, 2], 2).map(({ columns }) => columns)).toEqual([[0], [1], [2]]);
});

test("every column is in one bar, bars join, and they end at the sum", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }), fc.nat(15), (relevance, limit) => {
      const bars = waterfall(relevance, limit);
      expect(bars.flatMap(({ columns }) => columns).sort((a, b) => a - b)).toEqual(relevance.map((_, i) => i));
      expect(bars[0]?.start).toBe(0);
      for (const [i, bar] of bars.entries()) expect(bars[i + 1]?.start ?? bar.end).toBe(bar.end);
      expect(bars.at(-1)?.end).toBe(relevance.reduce((a, b) => a + b, 0));
    }),
  );
});
