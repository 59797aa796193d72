import type { TableColumn } from "neuralize";
import type { ClusteringSummary } from "./clustering-summary.ts";
import type { ExplainedChunk } from "./explained-chunk.ts";

/** What a clustering is summarised against. */
export interface SummaryRequest {
  readonly columns: readonly TableColumn[];
  /** Centroids in encoded space, [K][D]. */
  readonly centroids: readonly (readonly number[])[];
  readonly seed: number;
  /** Present when the chunks carry labels. role "clusters": label `names[k]` is the one of cluster k. */
  readonly label?:
    | { readonly column: string; readonly role: "label" }
    | { readonly column: string; readonly role: "clusters"; readonly names: readonly string[] };
}

/** Takes chunks in order, then tells what they amount to. */
export interface Accumulator {
  readonly add: (chunk: ExplainedChunk) => void;
  readonly finish: () => ClusteringSummary;
}

/**
 * Summarises a clustering in one pass and in memory that does not grow with the number of rows.
 *
 * The result depends on the rows, their order and the seed, never on where one chunk ends and the next begins.
 */
export function summarizeClustering(_request: SummaryRequest): Accumulator {
  throw new Error("being written");
}
