import { expect, test } from "vitest";
import { inputCodes } from "./input-codes.ts";

test.each([
  ["codes that float32 tells apart", [3, 1, -2, 0.5, 2 ** 24 - 1], [3, 1, -2, 0.5, 2 ** 24 - 1]],
  ["codes that are equal in float32", [16777216, 16777217, 5], [0, 1, 2]],
  ["fractions that are equal in float32", [1, 1 + 1e-9], [0, 1]],
  // 20240002 is in no category, but an explainer that knew this one by its code would take it for it.
  ["a code that float32 confuses with others", [20240001], [0]],
  ["texts", undefined, [0, 1]],
] as const)("%s", (_, codes, expected) => {
  const categories = expected.map(String);
  expect(inputCodes({ categories, ...(codes && { codes }) })).toEqual(expected);
});
