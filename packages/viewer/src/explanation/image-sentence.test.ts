import fc from "fast-check";
import { expect, test } from "vitest";
import type { RelevanceMap, ReportImage } from "../image-report-data.ts";
import { plainText } from "../text/phrase.ts";
import { imageSentence } from "./image-sentence.ts";

const clusters = [{ name: "mostly cats" }, { name: "1" }, { name: "mostly dogs" }];
const image = { target: 0, cluster: 0, runnerUp: 2 } as ReportImage;
const meanEvidence = 10;
const map = (change: Partial<RelevanceMap>): RelevanceMap =>
  ({ against: "all", evidence: 8, positive: 9, negative: -1, ...change }) as RelevanceMap;
const sentence = (change: Partial<RelevanceMap>, where?: { halfOn: number; place: string | undefined }) =>
  plainText({ clusters }, imageSentence(image, map(change), where, meanEvidence));

test("says which cluster, where, and how much speaks against", () => {
  expect(sentence({ negative: -0.5 }, { halfOn: 0.061, place: "in the centre" })).toBe(
    "It is in cluster 0 ‘mostly cats’ rather than any other: half of what speaks for it lies on 6 % of the picture, first of all in the centre; little speaks against it.",
  );
  expect(sentence({ against: 1 }, { halfOn: 0.4, place: undefined })).toContain(
    "rather than 1: half of what speaks for it lies on 40 % of the picture, here and there; some speaks",
  );
});

test("near a boundary it is nearly a tie, on it as near, beyond it nearer to the other", () => {
  expect(sentence({ evidence: 0.9 })).toContain("nearly a tie between cluster 0 ‘mostly cats’ and 2 ‘mostly dogs’");
  expect(sentence({ evidence: 0 })).toContain("exactly as near to cluster 2 ‘mostly dogs’ as to 0");
  expect(sentence({ against: 1, evidence: -4 })).toContain("nearer to cluster 1 than to 0");
});

test("a soft minimum does not tell which is nearer: the margin of the nearest does", () => {
  const beyond = { ...image, margins: [0, 50, -20] };
  const soft = plainText({ clusters }, imageSentence(beyond, map({ evidence: 15 }), undefined, meanEvidence, true));
  expect(soft).toContain("It lies nearer to cluster 2 ‘mostly dogs’ than to 0");
  const alone = map({ evidence: 50, against: 1 });
  expect(plainText({ clusters }, imageSentence(beyond, alone, undefined, meanEvidence, true))).toContain(
    "is in cluster 0",
  );
});

test("words and signs agree, whatever the sums", () => {
  // Whole tenths: doubles drawn by their bits hardly ever lie near each other.
  const tenths = (min: number, max: number) => fc.integer({ min: 10 * min, max: 10 * max }).map((value) => value / 10);
  const sum = fc.oneof(fc.constant(0), tenths(0, 20));
  fc.assert(
    fc.property(sum, sum, tenths(-20, 20), (positive, size, evidence) => {
      const where = { halfOn: 0.1, place: "in the centre" };
      const text = sentence({ positive, negative: -size, evidence }, positive + size > 0 ? where : undefined);
      const clearly = evidence > 0.1 * meanEvidence;
      expect(/nothing speaks against|for it or against it/.test(text)).toBe(size === 0);
      expect(text.includes("nothing speaks for it")).toBe(positive === 0);
      expect(text.includes("half of what speaks for it")).toBe(clearly && positive > 0 && positive >= size);
      expect(text.includes("half of what speaks against it")).toBe(clearly && size > positive);
      // Where two clusters are named before, the one that is meant is named again.
      expect(/half of what speaks (for|against) 0/.test(text)).toBe(!clearly && evidence !== 0 && positive + size > 0);
      expect(text.includes("more speaks against it than for it")).toBe(positive > 0 && size > positive);
      expect(text.includes("little speaks against")).toBe(size > 0 && size < 0.1 * positive);
      expect(text.includes("nearly a tie")).toBe(evidence !== 0 && Math.abs(evidence) <= 0.1 * meanEvidence);
      expect(text.includes("is in cluster")).toBe(clearly);
      expect(text.includes("lies nearer to")).toBe(evidence < -0.1 * meanEvidence);
    }),
  );
});
