import type { TableChunk } from "../table/table-chunk.ts";

/** Consecutive rows of a table together with their explanation, relevance summed into the raw columns. */
export interface ExplainedChunk {
  readonly table: TableChunk;
  /** Assigned cluster; [count]. */
  readonly cluster: ArrayLike<number>;
  /** Nearest competitor among those contrasted with; [count]. */
  readonly runnerUp: ArrayLike<number>;
  /** Evidence f of the explained cluster (the assigned one unless a target was asked for); [count]. */
  readonly evidence: ArrayLike<number>;
  /** 1 − (distance to the own centroid) / (distance to the nearest other centroid), Euclidean; [count]. */
  readonly simplifiedSilhouette: ArrayLike<number>;
  /** Relevance per raw column; [count × columns] row-major. Each row sums to its evidence. */
  readonly relevance: ArrayLike<number>;
}
