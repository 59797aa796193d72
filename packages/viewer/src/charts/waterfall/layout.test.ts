import { expect, test } from "vitest";
import { truncate } from "../truncate.ts";
import { waterfallLayout } from "./layout.ts";

test.each([320, 599, 600, 770, 1400])("at %i pixels the parts stand side by side, and a date has room", (width) => {
  const { bars, strips, figures, names, height, top, size } = waterfallLayout(width, 5);
  expect(strips.x).toBeGreaterThanOrEqual(bars.x + bars.width);
  const end = strips.x + strips.width;
  expect(end).toBeLessThanOrEqual(width);
  expect(top(5) + size).toBeLessThanOrEqual(height);
  if (figures.length === 0) return;
  const [first = 0, second = 0, third = 0] = figures;
  expect(names).toBeLessThanOrEqual(bars.x);
  expect(third).toBe(width);
  expect(end).toBeLessThanOrEqual(first - (second - first));
  expect(truncate("2019-04-12", second - first - 8)).toBe("2019-04-12");
});
