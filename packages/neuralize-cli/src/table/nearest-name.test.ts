import { expect, test } from "vitest";
import { nearestName } from "./nearest-name.ts";

test.each([
  ["alcohl", "alcohol"],
  ["ALCOHOL", "alcohol"],
  ["hua", "hue"],
  ["petal", undefined],
  // A single letter that is another has nothing in common with it.
  ["z", undefined],
  ["B", "b"],
])("%s is taken for %s", (mistyped, meant) => {
  expect(nearestName(mistyped, ["ash", "alcohol", "hue", "b"])).toBe(meant);
});
