import { expect, test } from "vitest";
import { operators } from "../../packages/neuralize/src/ops/index.ts";
import { generatedDocuments } from "../../scripts/docs/generated-documents.ts";
import { networkTimes } from "../../scripts/docs/network-times.ts";
import { introduced, limits } from "../../scripts/docs/operator-facts.ts";
import { documentText, root } from "./snippets.ts";

test.each(Object.entries(generatedDocuments(root)))("%s is what `npm run docs` writes", (path, text) => {
  expect(documentText(path)).toBe(text);
});

test("the table of operators has facts on operators that exist", () => {
  const types = new Set(operators.map(({ type }) => type));
  expect([...Object.keys(introduced), ...Object.keys(limits)].filter((type) => !types.has(type))).toEqual([]);
});

test("times of networks: a row for each network and batch, a column for each composite", () => {
  const one = { network: "VGG-16", composite: "epsilon", timesInference: 2.345 };
  const measured = [
    { ...one, batch: 1 },
    { ...one, batch: 8 },
    { ...one, batch: 8, composite: "zplus", timesInference: 3 },
  ];
  expect(networkTimes(JSON.stringify({ measured })).split("\n")).toEqual([
    "| network, batch | epsilon | zplus |",
    "| --- | --- | --- |",
    "| VGG-16, 1 | 2.35 |  |",
    "| VGG-16, 8 | 2.35 | 3.00 |",
  ]);
});
