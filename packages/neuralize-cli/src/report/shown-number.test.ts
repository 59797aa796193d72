import { expect, test } from "vitest";
import { isoDate, shownNumber } from "./shown-number.ts";

test("three digits, thousands whole, extremes in powers of ten", () => {
  const shown = [0, 0.5, -1.23456, 99.97, 101.4, 52345.6, 1e30, -2.34e-7].map((value) => shownNumber(value, "number"));
  expect(shown).toEqual(["0", "0.5", "-1.23", "100", "101", "52,346", "1.00e+30", "-2.34e-7"]);
});

test("dates are days; what no calendar holds is a number", () => {
  expect(shownNumber(Date.UTC(2024, 1, 29, 12), "date")).toBe("2024-02-29");
  expect(shownNumber(1e17, "date")).toBe("100000000000000000");
  expect(isoDate(1e17)).toBeUndefined();
});
