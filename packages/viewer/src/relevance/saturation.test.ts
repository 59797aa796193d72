import { expect, test } from "vitest";
import { saturation } from "./saturation.ts";

test("a few strong cells do not set the scale", () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 5 ? -90 : i % 2 ? 1 : -1));
  expect(saturation({ values })).toBe(1);
});

test("unless there are no others", () => {
  expect(saturation({ values: Float32Array.from({ length: 1000 }, (_, i) => (i < 5 ? -90 : 0)) })).toBe(90);
  expect(saturation({ values: new Float32Array(9) })).toBe(0);
});
