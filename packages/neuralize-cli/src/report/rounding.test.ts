import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalsFor, significant, withDecimals } from "./rounding.ts";

test("significant digits, and no negative zero", () => {
  expect([2 / 3, -123456789, 1e-30 / 3, 0].map((value) => significant(value))).toEqual([
    0.6666667, -123456800, 3.333333e-31, 0,
  ]);
  expect(Object.is(significant(-0), 0)).toBe(true);
});

test("a coordinate keeps eight digits of its spread wherever it lies", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-20, max: 1e20, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -1000, max: 1000 }),
      (spread, part, offset) => {
        const value = (part + offset) * spread;
        const rounded = withDecimals(value, decimalsFor(spread));
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(1e-8 * spread);
      },
    ),
  );
});

test("without spread values stay as they are", () => {
  expect(withDecimals(1 / 3, decimalsFor(0))).toBe(1 / 3);
  expect(withDecimals(0, decimalsFor(1))).toBe(0);
  expect(withDecimals(1e-12, decimalsFor(1))).toBe(0);
});
