import { expect, test } from "vitest";
import type { ReportColumn } from "../report-data.ts";
import { strip } from "./strip.ts";

const number: ReportColumn = {
  name: "x",
  kind: "number",
  encodedStart: 0,
  encodedLength: 1,
  filled: 0,
  distribution: { mean: 5, standardDeviation: 2, minimum: 0, maximum: 10, quartiles: [2, 5, 8], histogram: [1, 4] },
};

test("bins fill the strip from the smallest to the largest value", () => {
  const { bars, place } = strip(number);
  expect(bars.map(({ x1, x2, height }) => [x1, x2, height])).toEqual([
    [0, 0.5, 0.25],
    [0.5, 1, 1],
  ]);
  expect(place(2.5)).toBe(0.25);
});

test("a centroid outside the data still has its place", () => {
  const { bars, place } = strip(number, [-10]);
  expect(place(-10)).toBe(0);
  expect(bars[0]?.x1).toBe(0.5);
});

test("a constant column stands in the middle", () => {
  const constant = { ...number, distribution: { ...number.distribution, minimum: 3, maximum: 3 } } as ReportColumn;
  expect(strip(constant).place(3)).toBe(0.5);
});

test("categories have bars of their shares, and places by name", () => {
  const category: ReportColumn = {
    ...number,
    kind: "category",
    categories: ["a", "b"],
    distribution: { counts: [3, 1] },
  };
  const { bars, place } = strip(category);
  expect(bars.map(({ height }) => height)).toEqual([0.75, 0.25]);
  expect([place("a"), place("b"), place("unseen")]).toEqual([0.25, 0.75, undefined]);
});
