import { expect, test } from "vitest";
import { filledNames } from "./filled-names.ts";

test("the names of filled columns, quoted where they hold a semicolon or a quote", () => {
  const names = ["a", "b;c", 'd"e', "f, g"];
  const filled = Uint8Array.of(0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0);
  expect(filledNames(filled, names)).toEqual([null, 'a;"b;c";f, g', '"d""e"']);
});
