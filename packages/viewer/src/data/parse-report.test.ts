import { expect, test } from "vitest";
import { parseReport } from "./parse-report.ts";

test("reports on tables and on images are read", () => {
  expect(parseReport('{"kind":"table","version":1}').kind).toBe("table");
  expect(parseReport('{"kind":"images","version":1}').kind).toBe("images");
});

test("no report, another kind and another version are told in words", () => {
  expect(() => parseReport(" \n")).toThrow("holds no report yet");
  expect(() => parseReport('{"kind":"texts","version":1}')).toThrow("of kind “texts”");
  expect(() => parseReport('{"kind":"constructor","version":1}')).toThrow("of kind “constructor”");
  expect(() => parseReport('{"version":1}')).toThrow("of kind “undefined”");
  expect(() => parseReport('{"kind":"images","version":2}')).toThrow("its data is of version 2");
});
