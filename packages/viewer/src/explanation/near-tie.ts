import type { ReportData } from "../report-data.ts";

/** Share of the mean evidence below which a row is "nearly a tie"; neuralize's summaries use the same. */
export const nearTieFraction = 0.1;

/** Whether a row lies so near a boundary that its cluster could as well be the other one. */
export function isNearTie(evidence: number, meanEvidence: number): boolean {
  return Math.abs(evidence) <= nearTieFraction * Math.abs(meanEvidence);
}

/** Whether an embedded row, as its files explain it, is nearly a tie; one without a competitor is none. */
export function rowIsNearTie({ rows, meanEvidence }: ReportData, index: number): boolean {
  return (rows.runnerUp[index] ?? -1) >= 0 && isNearTie(rows.evidence[index] ?? 0, meanEvidence);
}
