import { expect, test } from "vitest";
import { sheetStep } from "./sheet-keys.ts";

test("arrows move by one and by a row, and stay on the sheet", () => {
  // Ten images in four columns.
  expect(
    ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].map((key) => sheetStep(key, 5, 10, 4)),
  ).toEqual([6, 4, 9, 1, 0, 9]);
  expect(sheetStep("ArrowDown", 7, 10, 4)).toBe(7);
  expect(sheetStep("ArrowRight", 9, 10, 4)).toBe(9);
  expect(sheetStep("ArrowUp", 2, 10, 4)).toBe(2);
});

test.each(["a", "Enter", "constructor"])("the key %s does nothing", (key) => {
  expect(sheetStep(key, 5, 10, 4)).toBeUndefined();
});
