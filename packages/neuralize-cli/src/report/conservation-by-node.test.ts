import type { LayerConservation } from "neuralize";
import { expect, test } from "vitest";
import { conservationByNode } from "./conservation-by-node.ts";

const layer = (node: string, rule: string, arriving: number, leaving: number, leak: number): LayerConservation => ({
  ...{ node, operator: "Conv", rule, arriving, leaving, leak },
  reason: `${rule} is like that`,
});

test("nodes that leak more than rounding does are told in their order, as shares of the evidence, and why by rule", () => {
  const layers = [
    layer("head", "epsilon", 4, 3, 0.25),
    layer("relu", "pass", 3, 3, 0),
    layer("conv2", "gamma", 3, 3.00001, 1e-5),
    layer("conv1", "gamma", 3, 1, 2 / 3),
    layer("conv0", "gamma", 1, 2, 0.5),
  ];
  expect(conservationByNode(layers, 3, 4)).toEqual({
    sampled: 3,
    leaks: [
      { node: "head", operator: "Conv", rule: "epsilon", share: 0.25, arriving: 1, leaving: 0.75 },
      { node: "conv1", operator: "Conv", rule: "gamma", share: 0.667, arriving: 0.75, leaving: 0.25 },
      { node: "conv0", operator: "Conv", rule: "gamma", share: 0.5, arriving: 0.25, leaving: 0.5 },
    ],
    moreLeaks: 0,
    reasons: [
      { rule: "epsilon", reason: "epsilon is like that", nodes: 1, most: 0.25 },
      { rule: "gamma", reason: "gamma is like that", nodes: 2, most: 0.667 },
    ],
  });
});

test("of very many nodes, those that leak most are kept, in their order; no evidence is no division", () => {
  const layers = Array.from({ length: 1000 }, (_, i) => layer(String(i), "gamma", 1, 0, (i + 1) / 1000));
  const { leaks, moreLeaks, reasons } = conservationByNode(layers, 1, 0);
  expect(leaks.map(({ node }) => node)).toEqual(Array.from({ length: 400 }, (_, i) => String(600 + i)));
  expect([moreLeaks, reasons[0]?.nodes, leaks[0]?.arriving]).toEqual([600, 1000, 0]);
});
