import fc from "fast-check";
import { expect, test } from "vitest";
import { clusterSentence, comparisonSentence, separationWord } from "./cluster-sentences.ts";
import type { ClusterSummary, LabelSummary } from "./clustering-summary.ts";

const cluster = (figures: Partial<ClusterSummary>): ClusterSummary => ({
  cluster: 0,
  size: 62,
  share: 62 / 178,
  meanEvidence: 1,
  meanSimplifiedSilhouette: 0.6,
  nearTies: 0,
  estimated: false,
  meanRelevance: [],
  profile: [],
  typical: [],
  borderline: [],
  ...figures,
});

const sentence = (figures: Partial<ClusterSummary>, rows = 178) => {
  const summary = cluster(figures);
  return clusterSentence({ rows }, { ...summary, share: summary.size / rows }, "high hue");
};

test("name, size, separation", () => {
  expect(sentence({ nearTies: 2 / 62 })).toBe(
    "Cluster 0, “high hue”, holds 62 of 178 rows (35 %) and is reasonably separated (mean simplified silhouette 0.60); 2 rows are nearly ties (3 %).",
  );
  expect(sentence({ nearTies: 1 / 62, meanSimplifiedSilhouette: 0.1 })).toMatch(
    /is hardly separated .* 0\.10\); 1 row is nearly a tie \(2 %\)\.$/,
  );
  expect(sentence({})).toMatch(/ is reasonably separated \(mean simplified silhouette 0\.60\)\.$/);
  expect(sentence({ nearTies: 20 / 62 })).toMatch(/0\.60\), but 20 rows are nearly ties \(32 %\)\.$/);
});

test("a cluster without a name is called by its number alone", () => {
  expect(clusterSentence({ rows: 178 }, cluster({}), "0")).toMatch(/^Cluster 0 holds 62 of 178 rows/);
});

test("one row, all rows, no rows", () => {
  expect(sentence({ size: 1, nearTies: 1 })).toMatch(
    /holds 1 of 178 rows \(under 1 %\) .*, but that row is nearly a tie\.$/,
  );
  expect(sentence({ size: 178 })).toMatch(/holds all 178 rows and is reasonably separated/);
  expect(sentence({ size: 1 }, 1)).toMatch(/holds the only row and is/);
  expect(sentence({ size: 2, nearTies: 1 })).toMatch(/both rows are nearly ties\.$/);
  expect(sentence({ size: 0 })).toBe("Cluster 0, “high hue”, holds no rows: none is nearest to its centroid.");
});

test("an estimate says about and counts nothing", () => {
  expect(sentence({ estimated: true, nearTies: 0.034 })).toMatch(/; about 3 % of its rows are nearly ties\.$/);
  expect(sentence({ estimated: true })).not.toMatch(/tie/);
});

test("the word for the separation never contradicts the figure beside it", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (silhouette) => {
      const text = sentence({ meanSimplifiedSilhouette: silhouette });
      const shown = Number(/silhouette (\d\.\d\d)/.exec(text)?.[1]);
      expect(text).toContain(` ${separationWord(shown)} separated`);
    }),
  );
  expect([0, 0.25, 0.26, 0.5, 0.51, 0.7, 0.71, 1].map(separationWord)).toEqual([
    ...["hardly", "hardly", "weakly", "weakly"],
    ...["reasonably", "reasonably", "strongly", "strongly"],
  ]);
});

test("no sentence claims nothing of something, or shows NaN", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e7 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (rows, part, ties, estimated) => {
        const text = sentence({ size: Math.ceil(part * rows), nearTies: ties, estimated }, rows);
        expect(text).not.toMatch(/\b0 %|NaN|undefined|Infinity|\b1 rows|\b[02-9] row\b/);
        expect(text.endsWith(".")).toBe(true);
      },
    ),
  );
});

const labels = (figures: Partial<LabelSummary>): LabelSummary => ({
  column: "cultivar",
  role: "label",
  labels: [],
  counts: [],
  adjustedRand: 0.8974,
  ...figures,
});

test("labels that were held out are compared by the adjusted Rand index", () => {
  expect(comparisonSentence(labels({}))).toBe(
    "Compared with cultivar: adjusted Rand index 0.90 (1 is the same grouping, 0 what chance would give).",
  );
  expect(comparisonSentence(labels({ adjustedRand: 0.9999 }))).toContain("0.99");
  expect(comparisonSentence(labels({ adjustedRand: 1 }))).toContain("1.00");
  expect(comparisonSentence(labels({ adjustedRand: -0.001 }))).toContain(" 0.00 ");
});

test("a clustering that was given is doubted when few rows agree with it", () => {
  const given = (count: number) =>
    comparisonSentence(
      labels({ role: "clusters", agreement: 1 - count / 1000, disagreements: { count, embedded: [] } }),
    );
  expect(given(0)).toBe("Every row is nearest to the centroid of its own cultivar (adjusted Rand index 0.90).");
  expect(given(1)).toBe(
    "Over 99 % of the rows are nearest to the centroid of their own cultivar; 1 row is not (adjusted Rand index 0.90).",
  );
  expect(given(20)).toMatch(/^98 % of the rows .*; 20 rows are not/);
  expect(given(20)).not.toContain("probably");
  expect(given(400)).toContain("The scaling or the columns are probably not those");
});
