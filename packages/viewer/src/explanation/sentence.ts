import { rowName } from "../data/row-names.ts";
import type { ReportData } from "../report-data.ts";
import { enumerated } from "../text/lists.ts";
import type { Phrase } from "../text/phrase.ts";
import type { RowExplanation } from "./explain-row.ts";
import { isNearTie } from "./near-tie.ts";

/** At most this many columns are named on either side. */
const namedFor = 3;
const namedAgainst = 2;
const namedOnBalance = 2;
/** Named columns of one side carry at least this share of that side, or the sentence says that many carry it. */
const enough = 0.5;
/** What is smaller than this share of the other side is little. */
const little = 0.1;

/**
 * Why a row is in its cluster, in one sentence generated from the signed relevance: "mostly because of" names only
 * columns with positive relevance, "speaks against" only columns with negative relevance.
 */
export function rowSentence(data: ReportData, explanation: RowExplanation): readonly Phrase[] {
  const { index, cluster, contrast, competitor, evidence, relevance } = explanation;
  const row = `Row ${rowName(data, index)}`;
  const own: Phrase = { cluster };
  const other: Phrase = { cluster: competitor };
  const speaksFor = side(relevance, 1);
  const speaksAgainst = side(relevance, -1);

  if (evidence === 0) {
    return [
      `${row} is exactly as near to cluster `,
      other,
      " as to its own, ",
      own,
      ": a tie goes to the lower number.",
    ];
  }
  if (isNearTie(evidence, data.meanEvidence)) {
    return [
      `${row} is nearly a tie between cluster `,
      own,
      " and ",
      other,
      ": ",
      ...balance(own, other, speaksFor, speaksAgainst),
      ".",
    ];
  }
  if (evidence < 0) {
    return [
      `${row} is nearer to cluster `,
      other,
      " than to ",
      own,
      ": ",
      ...balance(own, other, speaksFor, speaksAgainst),
      ".",
    ];
  }
  return [
    `${row} is in cluster `,
    own,
    ...(contrast.kind === "all" ? [" rather than any other"] : [" rather than ", other]),
    ...because(speaksFor),
    ...objection(speaksFor, speaksAgainst),
    ".",
  ];
}

interface Voice {
  readonly column: number;
  readonly sign: "for" | "against";
  readonly size: number;
}

/** Columns whose relevance has the sign, largest first. */
function side(relevance: readonly number[], sign: 1 | -1): readonly Voice[] {
  return relevance
    .map((value, column): Voice => ({ column, sign: sign === 1 ? "for" : "against", size: sign * value }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size || a.column - b.column);
}

const total = (voices: readonly Voice[]) => voices.reduce((sum, { size }) => sum + size, 0);
const named = (voices: readonly Voice[]) => enumerated(voices.map(({ column, sign }): Phrase => ({ column, sign })));

/** "a and b speak for 1, c for 0": both sides, the larger ones of each. */
function balance(
  own: Phrase,
  other: Phrase,
  speaksFor: readonly Voice[],
  speaksAgainst: readonly Voice[],
): readonly Phrase[] {
  const forOwn = speaksFor.slice(0, namedOnBalance);
  const forOther = speaksAgainst.slice(0, namedOnBalance);
  const verb = (voices: readonly Voice[]) => (voices.length > 1 ? " speak for " : " speaks for ");
  if (forOther.length === 0) return [...named(forOwn), verb(forOwn), own, ", nothing for ", other];
  if (forOwn.length === 0) return [...named(forOther), verb(forOther), other, ", nothing for ", own];
  return [...named(forOwn), verb(forOwn), own, ", ", ...named(forOther), " for ", other];
}

/** The fewest leading columns that carry half of what speaks for the cluster, if they are few. */
function because(voices: readonly Voice[]): readonly Phrase[] {
  const goal = enough * total(voices);
  const needed = [1, 2, 3].find((count) => total(voices.slice(0, count)) >= goal);
  if (needed !== undefined) {
    // A second column of nearly the same weight deserves its name too.
    const count = voices.filter(
      ({ size }, i) => i < needed || (i < namedFor && size >= 0.8 * (voices[needed - 1]?.size ?? 0)),
    ).length;
    return [count === voices.length ? " because of " : " mostly because of ", ...named(voices.slice(0, count))];
  }
  return [" for many small reasons, first of all ", ...named(voices.slice(0, namedFor))];
}

function objection(speaksFor: readonly Voice[], speaksAgainst: readonly Voice[]): readonly Phrase[] {
  if (speaksAgainst.length === 0) return ["; nothing speaks against it"];
  if (total(speaksAgainst) < little * total(speaksFor)) return ["; little speaks against it"];
  const leading = speaksAgainst.filter(
    ({ size }, i) => i < namedAgainst && size >= 0.5 * (speaksAgainst[0]?.size ?? 0),
  );
  return ["; ", ...named(leading), leading.length === 1 ? " speaks against it" : " speak against it"];
}
