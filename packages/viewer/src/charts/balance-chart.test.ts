import fc from "fast-check";
import { expect, test } from "vitest";
import type { RelevanceMap } from "../image-report-data.ts";
import { balanceLines } from "./balance-chart.ts";

const lines = (positive: number, negative: number, evidence: number) =>
  balanceLines({ positive, negative, evidence } as RelevanceMap);

test("bars go from zero to the evidence, each from where the one before ended", () => {
  expect(lines(5, -2, 4)).toEqual([
    { name: "for", start: 0, end: 5, kind: "for" },
    { name: "against", start: 5, end: 3, kind: "against" },
    { name: "not on the picture", start: 3, end: 4, kind: "rest" },
    { name: "evidence", start: 0, end: 4, kind: "total" },
  ]);
});

test("a rest that is only rounding is not told", () => {
  expect(lines(5, -2, 3.0001).map(({ kind }) => kind)).toEqual(["for", "against", "total"]);
});

test("where biases take nearly all, the bars end at the sum over the picture", () => {
  expect(lines(0.1, -0.03, 229)).toEqual([
    { name: "for", start: 0, end: 0.1, kind: "for" },
    { name: "against", start: 0.1, end: 0.1 - 0.03, kind: "against" },
    { name: "on the picture", start: 0, end: 0.1 - 0.03, kind: "total" },
  ]);
});

test("whatever the sums, bars hang together and the last one is where they end", () => {
  const size = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(size, size, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (positive, against, evidence) => {
      const bars = lines(positive, -against, evidence);
      const total = bars.at(-1);
      const largest = Math.max(positive, against, Math.abs(evidence));
      for (const [i, { start }] of bars.slice(1, -1).entries()) expect(start).toBe(bars[i]?.end);
      expect(Math.abs((bars.at(-2)?.end ?? 0) - (total?.end ?? 0))).toBeLessThanOrEqual(0.001 * largest);
      expect(total?.end).toBe(total?.name === "evidence" ? evidence : positive - against);
    }),
  );
});
