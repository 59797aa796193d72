import type { TableColumn } from "neuralize";
import type { TableChunk } from "../table/table-chunk.ts";

/** Consecutive rows of a table together with their explanation, relevance summed into the raw columns. */
export interface ExplainedChunk {
  readonly table: TableChunk;
  /** Assigned cluster; [count]. */
  readonly cluster: ArrayLike<number>;
  /** The explained cluster's nearest competitor among those contrasted with; [count]. */
  readonly runnerUp: ArrayLike<number>;
  /** Evidence f of the explained cluster (the assigned one unless a target was asked for); [count]. */
  readonly evidence: ArrayLike<number>;
  /** Evidence of the assigned cluster against all others, whatever was asked for; [count]. */
  readonly assignedEvidence: ArrayLike<number>;
  /** 1 − (distance to the own centroid) / (distance to the nearest other centroid), Euclidean; [count]. */
  readonly simplifiedSilhouette: ArrayLike<number>;
  /** Relevance per raw column; [count × columns] row-major. Each row sums to its evidence. */
  readonly relevance: ArrayLike<number>;
}

/**
 * Sums the relevance of coordinates [count × D] into that of the raw columns that own them [count × columns]: one
 * coordinate for a number or date, one per category else.
 */
export function columnRelevance(
  relevance: ArrayLike<number>,
  columns: readonly TableColumn[],
  count: number,
): Float64Array {
  const owners = columns.flatMap((column, index) =>
    new Array<number>(column.kind === "category" ? column.categories.length : 1).fill(index),
  );
  const sums = new Float64Array(count * columns.length);
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < owners.length; j++) {
      const place = row * columns.length + (owners[j] ?? 0);
      sums[place] = (sums[place] ?? 0) + (relevance[row * owners.length + j] ?? 0);
    }
  }
  return sums;
}
