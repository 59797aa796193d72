import { expect, test } from "vitest";
import { operators } from "../../packages/neuralize/src/ops/index.ts";
import { introduced, limits } from "../../scripts/docs/operator-facts.ts";
import { operatorsDocument } from "../../scripts/docs/operators-document.ts";
import { documentText } from "./snippets.ts";

test("the table of operators is that of the sources: npm run docs", () => {
  expect(documentText("docs/operators.md")).toBe(operatorsDocument());
});

test("the table has facts on operators that exist", () => {
  const types = new Set(operators.map(({ type }) => type));
  expect([...Object.keys(introduced), ...Object.keys(limits)].filter((type) => !types.has(type))).toEqual([]);
});
