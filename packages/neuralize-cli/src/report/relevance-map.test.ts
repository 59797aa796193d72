import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import type { RelevanceMap } from "./image-page-data.ts";
import { packRelevanceMap } from "./relevance-map.ts";

/** As the description of `RelevanceMap` says. */
function decoded(map: RelevanceMap): number[] {
  const codes = new Int8Array(inflateRawSync(Buffer.from(map.data, "base64")));
  return Array.from(codes, (q) => Math.sign(q) * (q / 127) ** 2 * map.largest);
}

const shape = (width: number) => ({ channels: 1, height: 1, width });
const explained = { against: "all", evidence: 2 } as const;

test("what is decoded is what was packed, to half a step of the code", () => {
  const relevance = Array.from({ length: 400 }, (_, i) => Math.sin(i) ** 3 * 10 ** -(i % 3));
  const map = packRelevanceMap(relevance, { channels: 1, height: 20, width: 20 }, explained);
  expect(map).toMatchObject({ against: "all", evidence: 2, height: 20, width: 20 });
  decoded(map).forEach((value, cell) => {
    const wanted = relevance[cell] ?? 0;
    // The code is √(|r| / largest) in steps of 1/127: |Δr| ≤ 2·√(|r|·largest)·(0.5/127), and its square once.
    const step = (Math.sqrt(Math.abs(wanted) * map.largest) + map.largest / 254) / 127;
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1.0001 * step);
  });
});

test("sums are those of the relevance, not of the rounded bytes", () => {
  const map = packRelevanceMap([3, -1, 0.0001, -0.0002], shape(4), explained);
  expect(map.positive).toBeCloseTo(3.0001, 6);
  expect(map.negative).toBeCloseTo(-1.0002, 6);
  expect(map.largest).toBe(3);
});

test("the 99th percentile leaves out a few strong cells", () => {
  const relevance = Array.from({ length: 200 }, (_, i) => (i === 7 ? 100 : i === 8 ? -50 : i % 2 ? 1 : -1));
  expect(packRelevanceMap(relevance, { channels: 1, height: 10, width: 20 }, explained).percentile99).toBe(1);
});

test("a map of nothing is zero everywhere", () => {
  const map = packRelevanceMap([0, 0, -0], shape(3), { against: 1, evidence: 0 });
  expect(map).toMatchObject({ largest: 0, percentile99: 0, positive: 0, negative: 0 });
  expect(decoded(map).map(Math.abs)).toEqual([0, 0, 0]);
});

test("relevance as small as float32 goes keeps its digits", () => {
  const map = packRelevanceMap([1e-38, -2.5e-39], shape(2), explained);
  expect(decoded(map)[0]).toBeCloseTo(1e-38, 44);
  expect(Math.sign(decoded(map)[1] ?? 0)).toBe(-1);
});
