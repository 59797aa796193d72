import type { ReportData } from "../report-data.ts";

/** Steps of the slider: 0 is β = 0, the last is β = ∞, and the middle is the scale's centre. */
export const stiffnessSteps = 120;
const decades = 3;

/** β that the files were written with. */
export function writtenStiffness(data: ReportData): number {
  return data.beta ?? Number.POSITIVE_INFINITY;
}

/** Middle of the slider: the heuristic 1 / mean evidence, around which β has an effect at all. */
export function stiffnessCentre(data: ReportData): number {
  return data.meanEvidence > 0 ? 1 / data.meanEvidence : 1;
}

/** β at a step of the slider: three decades to either side of the centre. */
export function stiffnessAt(step: number, centre: number): number {
  if (step <= 0) return 0;
  if (step >= stiffnessSteps) return Number.POSITIVE_INFINITY;
  return centre * 10 ** (decades * (step / (stiffnessSteps / 2) - 1));
}

/** The step nearest to β; 0 and ∞ have the ends for themselves. */
export function stepOf(stiffness: number, centre: number): number {
  if (stiffness === 0) return 0;
  if (stiffness === Number.POSITIVE_INFINITY) return stiffnessSteps;
  const step = Math.round((Math.log10(stiffness / centre) / decades + 1) * (stiffnessSteps / 2));
  return Math.min(stiffnessSteps - 1, Math.max(1, step));
}
