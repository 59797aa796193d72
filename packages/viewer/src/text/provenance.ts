import type { LabelComparison, Provenance } from "../report-data.ts";
import { formatNumber, formatShare } from "./numbers.ts";

export const stiffnessInWords = (beta: number | null): string => (beta === null ? "∞" : formatNumber(beta));

export function comparisonInWords({ column, adjustedRand, agreement }: LabelComparison): readonly [string, string] {
  const rows = agreement === undefined ? "" : `; ${formatShare(agreement)} of the rows`;
  return [`agreement with ${column}`, `adjusted Rand ${formatNumber(adjustedRand)}${rows}`];
}

export function conservationInWords({ absolute, relative }: Provenance["conservationError"]): string {
  return `${formatNumber(absolute)} (relative to Σ|relevance|: ${formatNumber(relative)})`;
}
