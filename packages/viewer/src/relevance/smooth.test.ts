import { expect, test } from "vitest";
import { smooth } from "./smooth.ts";

/** One cell of 11 × 13, in the middle. */
const spot = {
  height: 11,
  width: 13,
  values: Float32Array.from({ length: 143 }, (_, i) => (i === 5 * 13 + 6 ? 1 : 0)),
};

test("nothing is asked, nothing is done", () => {
  expect(smooth(spot, 0)).toBe(spot);
});

test("a spot spreads evenly in all directions", () => {
  const { values } = smooth(spot, 1);
  const at = (y: number, x: number) => values[13 * y + x] ?? Number.NaN;
  expect(at(5, 5)).toBeCloseTo(at(5, 7), 6);
  expect(at(4, 6)).toBeCloseTo(at(6, 6), 6);
  expect(at(5, 5)).toBeCloseTo(at(4, 6), 6);
  expect(at(5, 5)).toBeGreaterThan(at(4, 5));
  // Far from the border it is a Gaussian of one cell: exp(−½) between neighbours; all but nothing is lost.
  expect(at(5, 5) / at(5, 6)).toBeCloseTo(Math.exp(-0.5), 5);
  expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
});

test("an even map stays even, up to its border", () => {
  for (const value of smooth({ height: 3, width: 4, values: new Float32Array(12).fill(-2) }, 2).values) {
    expect(value).toBeCloseTo(-2, 5);
  }
});
