import fc from "fast-check";
import { expect, test } from "vitest";
import { counted, percent, quantity } from "./phrases.ts";

test("a share is 0 % only when it is nothing and 100 % only when it is all", () => {
  expect([0, 1e-9, 0.004, 0.01, 0.345, 0.99, 0.995, 1].map(percent)).toEqual([
    "0 %",
    "under 1 %",
    "under 1 %",
    "1 %",
    "35 %",
    "99 %",
    "over 99 %",
    "100 %",
  ]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(percent(share) === "0 %").toBe(share === 0);
      expect(percent(share) === "100 %").toBe(share === 1);
    }),
  );
});

test("one is singular, everything else plural, thousands are grouped", () => {
  expect([0, 1, 2, 1234567].map((count) => quantity(count, "row"))).toEqual([
    "0 rows",
    "1 row",
    "2 rows",
    "1,234,567 rows",
  ]);
  expect(counted(999)).toBe("999");
});
