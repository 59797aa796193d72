import { expect, test } from "vitest";
import { jsonText } from "./json-text.ts";

test("no character of JSON moves a cursor or turns text around, and all of them come back", () => {
  const value = { "a\u009b2J\u202e": ["\u001b[31m", "\u007f\u2028\u2066", "é \u{1f600}"] };
  const text = jsonText(value);
  expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
  expect(text).toContain("é \u{1f600}");
  expect(JSON.parse(text)).toEqual(value);
});
