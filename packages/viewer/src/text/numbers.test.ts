import { expect, test } from "vitest";
import {
  decimalsFor,
  formatDecimals,
  formatGiven,
  formatNumber,
  formatShare,
  formatSigned,
  formatSignedDecimals,
} from "./numbers.ts";

test.each([
  [0, "0"],
  [1065, "1,065"],
  [12.345, "12.3"],
  [-0.01234, "−0.0123"],
  [1e30, "1e30"],
  [-7.1e-15, "−7.1e−15"],
])("%d is written %s", (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [0, "0 %"],
  [0.001, "< 1 %"],
  [0.504, "50 %"],
  [0.999, "> 99 %"],
  [1, "100 %"],
])("the share %d is written %s", (share, text) => expect(formatShare(share)).toBe(text));

test("signs are written, but none on what is rounded to zero", () => {
  expect(formatSigned(2)).toBe("+2");
  expect(formatSigned(-2)).toBe("−2");
  expect(formatSignedDecimals(1.9, 2)).toBe("+1.90");
  expect(formatSignedDecimals(-0.001, 2)).toBe("0.00");
  expect(formatDecimals(-0.001, 2)).toBe("0.00");
});

test("decimals show three digits of the size", () => {
  expect([0.0123, 8.08, 29.3, 1065].map(decimalsFor)).toEqual([4, 2, 1, 0]);
  expect(decimalsFor(0)).toBe(0);
});

test("given numbers keep their digits", () => {
  expect([14.37, 1480, 0.24, 3.92].map(formatGiven)).toEqual(["14.37", "1,480", "0.24", "3.92"]);
});
