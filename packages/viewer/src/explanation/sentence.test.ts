import fc from "fast-check";
import { expect, test } from "vitest";
import { readFixture } from "../../fixtures/read-fixture.ts";
import { type Phrase, plainText } from "../text/phrase.ts";
import type { RowExplanation } from "./explain-row.ts";
import { explainRow } from "./explain-row.ts";
import { isNearTie } from "./near-tie.ts";
import { rowSentence } from "./sentence.ts";

const wine = readFixture("wine");
const columns = wine.columns.map(({ name }) => name);

/** An explanation of row 60 (cluster 1 against 0) in which the named columns have the given relevance. */
const explanation = (relevance: Readonly<Record<string, number>>): RowExplanation => {
  const values = columns.map((name) => relevance[name] ?? 0);
  const evidence = values.reduce((a, b) => a + b, 0);
  return { index: 60, cluster: 1, competitor: 0, contrast: { kind: "runner-up" }, relevance: values, evidence };
};
const sentence = (relevance: Readonly<Record<string, number>>) =>
  plainText(wine, rowSentence(wine, explanation(relevance)));

test("names what the cluster rests on and what speaks against it", () => {
  expect(sentence({ proline: 9, color_intensity: 8, hue: 1, ash: -3 })).toBe(
    "Row 60 is in cluster 1 ‘low alcohol, low color_intensity’ rather than 0 ‘high proline, high flavanoids’ mostly because of proline and color_intensity; ash speaks against it.",
  );
});

test("several that speak against, little, and nothing", () => {
  expect(sentence({ proline: 20, hue: -4, ash: -3 })).toContain("because of proline; hue and ash speak against it.");
  expect(sentence({ proline: 20, hue: -0.1 })).toContain("because of proline; little speaks against it.");
  expect(sentence({ proline: 20 })).toContain("because of proline; nothing speaks against it.");
});

test("many small reasons are called that", () => {
  const even = Object.fromEntries(columns.map((name) => [name, 1]));
  expect(sentence(even)).toContain("for many small reasons, first of all alcohol, malic_acid and ash");
});

test("a small evidence is nearly a tie, an evidence of zero is one", () => {
  expect(sentence({ proline: 9, hue: -8.9 })).toContain("is nearly a tie between cluster 1");
  expect(sentence({ proline: 9, hue: -8.9 })).toContain("proline speaks for 1");
  expect(sentence({ proline: 9, hue: -9 })).toContain("is exactly as near");
});

test("all competitors are any other", () => {
  const pooled = { ...explanation({ proline: 20 }), contrast: { kind: "all" } as const };
  expect(plainText(wine, rowSentence(wine, pooled))).toContain("rather than any other because of proline");
});

const named = (phrases: readonly Phrase[]) =>
  phrases.flatMap((phrase) => (typeof phrase !== "string" && "column" in phrase ? [phrase] : []));

const expectAgreement = (explained: RowExplanation) => {
  const phrases = rowSentence(wine, explained);
  const text = plainText(wine, phrases);
  for (const { column, sign } of named(phrases)) {
    expect(Math.sign(explained.relevance[column] ?? 0)).toBe(sign === "for" ? 1 : -1);
  }
  expect(new Set(named(phrases).map(({ column }) => column)).size).toBe(named(phrases).length);
  if (explained.evidence === 0) return;
  expect(text.includes("nearly a tie")).toBe(isNearTie(explained.evidence, wine.meanEvidence));
  const speakers = (sign: "for" | "against") => named(phrases).filter((phrase) => phrase.sign === sign).length;
  if (text.includes("nothing speaks against")) expect(Math.min(...explained.relevance)).toBeGreaterThanOrEqual(0);
  if (text.includes("speak against it")) expect(speakers("against")).toBeGreaterThan(1);
  if (/[^e] speaks against it/.test(text)) expect(speakers("against")).toBeLessThanOrEqual(1);
  // What carries a side is named before what carries less of it.
  for (const sign of ["for", "against"] as const) {
    const sizes = named(phrases)
      .filter((phrase) => phrase.sign === sign)
      .map(({ column }) => Math.abs(explained.relevance[column] ?? 0));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  }
};

test("words and signs agree, whatever the relevance", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
        minLength: columns.length,
        maxLength: columns.length,
      }),
      (relevance) => {
        const evidence = relevance.reduce((a, b) => a + b, 0);
        expectAgreement({ ...explanation({}), relevance, evidence });
      },
    ),
  );
});

test("words and signs agree for every real row and competitor", () => {
  for (let index = 0; index < wine.rows.count; index++) {
    for (const cluster of [0, 1, 2]) expectAgreement(explainRow(wine, index, { kind: "cluster", cluster }, 1));
    expectAgreement(explainRow(wine, index, { kind: "all" }, 0.1));
  }
});
