import { expect, test } from "vitest";
import { stepOf, stiffnessAt, stiffnessSteps } from "./stiffness.ts";

test("the ends of the slider are 0 and infinity, the middle is the centre", () => {
  expect(stiffnessAt(0, 0.2)).toBe(0);
  expect(stiffnessAt(stiffnessSteps, 0.2)).toBe(Number.POSITIVE_INFINITY);
  expect(stiffnessAt(stiffnessSteps / 2, 0.2)).toBeCloseTo(0.2, 12);
});

test("every step is found again", () => {
  for (let step = 0; step <= stiffnessSteps; step++) expect(stepOf(stiffnessAt(step, 0.07), 0.07)).toBe(step);
});

test("finite values beyond the slider's range stay off its ends", () => {
  expect(stepOf(1e30, 1)).toBe(stiffnessSteps - 1);
  expect(stepOf(1e-30, 1)).toBe(1);
});
