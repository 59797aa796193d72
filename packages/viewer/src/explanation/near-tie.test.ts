import { expect, test } from "vitest";
import { isNearTie } from "./near-tie.ts";

test("a tenth of the mean evidence or less, on either side, is nearly a tie", () => {
  expect(isNearTie(1, 10)).toBe(true);
  expect(isNearTie(-0.5, 10)).toBe(true);
  expect(isNearTie(1.01, 10)).toBe(false);
});
