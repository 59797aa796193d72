/** Share of the mean evidence below which a row is "nearly a tie"; neuralize's summaries use the same. */
export const nearTieFraction = 0.1;

/** Whether a row lies so near a boundary that its cluster could as well be the other one. */
export function isNearTie(evidence: number, meanEvidence: number): boolean {
  return Math.abs(evidence) <= nearTieFraction * Math.abs(meanEvidence);
}
