import { explainKMeans } from "neuralize";
import { encodedRow, perColumn } from "../data/columns.ts";
import type { ReportData } from "../report-data.ts";
import { type Contrast, competitors, possibleContrast } from "./contrast.ts";

export interface RowExplanation {
  /** Index into the embedded rows. */
  readonly index: number;
  readonly cluster: number;
  readonly contrast: Contrast;
  /** The competitor whose centroid is shown: the only one, or the nearest of several. */
  readonly competitor: number;
  /** f = d_competitor − d_cluster, in squared scaled units. */
  readonly evidence: number;
  /** Per column; sums to the evidence. */
  readonly relevance: readonly number[];
}

/**
 * Why an embedded row is in its cluster, and not in the clusters of the contrast (closed form, MATH.md §1).
 *
 * @param stiffness β of min-takes-most in [0, ∞]; it matters only where several competitors are pooled
 */
export function explainRow(data: ReportData, index: number, wanted: Contrast, stiffness: number): RowExplanation {
  const cluster = data.rows.cluster[index] ?? 0;
  const contrast = possibleContrast(data, cluster, wanted);
  const against = contrast.kind === "cluster" ? [contrast.cluster] : competitors(data, cluster);
  // All on the runner-up (β = ∞) is the pairwise margin against it.
  const beta = contrast.kind === "runner-up" ? Number.POSITIVE_INFINITY : stiffness;
  const width = data.centroids[0]?.length ?? 0;
  const explanation = explainKMeans(
    { data: Float64Array.from(encodedRow(data, index)), rows: 1, columns: width },
    { data: Float64Array.from(data.centroids.flat()), rows: data.centroids.length, columns: width },
    { beta, against, target: cluster },
  );
  return {
    index,
    cluster,
    contrast,
    competitor: explanation.runnerUp[0] ?? 0,
    evidence: explanation.evidence[0] ?? 0,
    relevance: perColumn(data.columns, explanation.relevance.data),
  };
}
