import { expect, test } from "vitest";
import { resultNames } from "./result-names.ts";

test.each([
  [
    ["a.jpg", "b/a.jpg", "b/c.d.webp"],
    ["a.png", "b/a.png", "b/c.d.png"],
  ],
  [
    ["a.jpg", "a.png", "b.jpg"],
    ["a.jpg.png", "a.png.png", "b.png"],
  ],
  [
    ["a.jpg", "A.png"],
    ["a.jpg.png", "A.png.png"],
  ],
  // "a.jpg" as a stem is the name that the first would take, had it to keep its ending.
  [
    ["a.jpg", "a.webp", "a.jpg.tif"],
    ["a.jpg.png", "a.webp.png", "a.jpg.tif.png"],
  ],
])("%s", (files, names) => {
  expect(resultNames(files, ".png")).toEqual(names);
  expect(new Set(resultNames(files, ".png").map((name) => name.toLowerCase())).size).toBe(files.length);
});
