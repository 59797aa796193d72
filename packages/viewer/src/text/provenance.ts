import type { LabelComparison, Provenance } from "../report-data.ts";
import { formatNumber, formatPercent, formatShare } from "./numbers.ts";

export const stiffnessInWords = (beta: number | null): string => (beta === null ? "∞" : formatNumber(beta));

export function comparisonInWords({ column, adjustedRand, agreement }: LabelComparison): readonly [string, string] {
  const rows = agreement === undefined ? "" : `; ${formatShare(agreement)} of the rows`;
  return [`agreement with ${column}`, `adjusted Rand ${formatNumber(adjustedRand)}${rows}`];
}

/** The same of images, whose relevance may vanish on its way: then the evidence is the measure. */
export const imageConservationInWords = ({ absolute, relative }: Provenance["conservationError"]): string =>
  `${formatNumber(absolute)} (${formatPercent(relative)} of the evidence, or of Σ|relevance| where that is larger)`;

export function conservationInWords({ absolute, relative }: Provenance["conservationError"]): string {
  return `${formatNumber(absolute)} (relative to Σ|relevance|: ${formatNumber(relative)})`;
}
