/** A row is nearly a tie when its evidence is at most this fraction of the mean |evidence| over all rows. */
export const nearTieFraction = 0.1;

/** Whether a row with this evidence is nearly a tie between two clusters; both in squared encoded units. */
export const isNearTie = (evidence: number, meanEvidence: number): boolean =>
  Math.abs(evidence) <= nearTieFraction * Math.abs(meanEvidence);
