import { type Engine, type Matrix, NeuralizeError, type RowExplainer, rowExplainer } from "neuralize";
import { beyondFloat32, rowTooFar } from "../errors/messages.ts";
import { columnRelevance, type ExplainedChunk } from "../report/explained-chunk.ts";
import { rows } from "../table/rows.ts";
import { sampleRows } from "../table/sample-rows.ts";
import type { Table } from "../table/table.ts";
import type { TableChunk } from "../table/table-chunk.ts";
import type { Clustering } from "./clustering.ts";
import type { Contrast } from "./contrast.ts";

export const matrixOf = (centroids: readonly (readonly number[])[]): Matrix => ({
  data: Float64Array.from(centroids.flat()),
  rows: centroids.length,
  columns: centroids[0]?.length ?? 0,
});

// The heuristic needs a mean, for which this many rows are plenty.
const rowsForStiffness = 100_000;

/**
 * NEON's heuristic β = 1 / mean evidence of the assigned clusters (MATH.md §1), over all rows or a random sample of
 * 100 000; null (∞) where every row is a tie.
 */
export async function heuristicStiffness(table: Table, clustering: Clustering, engine: Engine): Promise<number | null> {
  const { columns, centroids, missing, seed } = clustering;
  const explainer = await rowExplainer(engine, matrixOf(centroids));
  try {
    const sample = await sampleRows(table, columns, { rows: rowsForStiffness, seed, missing });
    const width = centroids[0]?.length ?? 0;
    let sum = 0;
    for (let start = 0; start < sample.count; start += 4096) {
      const end = Math.min(sample.count, start + 4096);
      const x = { data: sample.encoded.subarray(start * width, end * width), rows: end - start, columns: width };
      const { evidence } = await inTable(
        table.title,
        () => undefined,
        () => explainer.explain(x, 1),
      );
      for (const each of evidence) sum += each;
    }
    const beta = sample.count / sum;
    return Number.isFinite(beta) ? beta : null;
  } finally {
    await explainer.close();
  }
}

export interface ExplainTableOptions {
  readonly contrast: Contrast;
  /** Stiffness β ≥ 0 or Infinity. */
  readonly beta: number;
  readonly id?: string;
  readonly label?: string;
}

/**
 * Explains every row of a table, chunk by chunk in the file's order and in constant memory.
 * @throws NeuralizeError of the table layer and the engine.
 */
export async function* explainTable(
  table: Table,
  { columns, centroids, missing }: Clustering,
  engine: Engine,
  { contrast, beta, id, label }: ExplainTableOptions,
): AsyncGenerator<ExplainedChunk> {
  const plain = contrast.target === "assigned" && contrast.against === undefined;
  const assigned = await rowExplainer(engine, matrixOf(centroids));
  const contrasted = plain ? assigned : await rowExplainer(engine, matrixOf(centroids), contrast);
  try {
    const request = { missing, ...(id !== undefined && { id }), ...(label !== undefined && { label }) };
    for await (const chunk of rows(table, columns, request)) {
      const explained = await inTable(
        table.title,
        (row) => chunk.row[row],
        () => explainedChunk(chunk, columns, centroids, assigned, contrasted, beta),
      );
      checkRange(table.title, explained, columns);
      yield explained;
    }
  } finally {
    await assigned.close();
    if (!plain) await contrasted.close();
  }
}

const ofRows = ["NOT_FINITE", "DISTANCE_OVERFLOW", "ROW_OUT_OF_REACH"];

/** Errors of the library about a row of x, with the table's own number of that row. */
async function inTable<T>(
  title: string,
  rowOf: (position: number) => number | undefined,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof NeuralizeError) || !ofRows.includes(error.code) || error.place?.argument !== "x")
      throw error;
    throw rowTooFar(title, rowOf(error.place.row));
  }
}

async function explainedChunk(
  table: TableChunk,
  columns: Clustering["columns"],
  centroids: Clustering["centroids"],
  assigned: RowExplainer,
  contrasted: RowExplainer,
  beta: number,
): Promise<ExplainedChunk> {
  const x = { data: table.encoded, rows: table.count, columns: centroids[0]?.length ?? 0 };
  const own = await assigned.explain(x, beta);
  const explained = contrasted === assigned ? own : await contrasted.explain(x, beta);
  return {
    table,
    cluster: own.cluster,
    runnerUp: explained.runnerUp,
    evidence: explained.evidence,
    assignedEvidence: own.evidence,
    simplifiedSilhouette: simplifiedSilhouettes(x, centroids, own.cluster, own.evidence),
    relevance: columnRelevance(explained.relevance, columns, table.count),
  };
}

/** Squares of values around 1e30 are numbers in float64 but not in float32, in which files and explainers have them. */
function checkRange(title: string, chunk: ExplainedChunk, columns: Clustering["columns"]): void {
  const { table, evidence, relevance } = chunk;
  const rowOf = (position: number): number => table.row[position] ?? 0;
  const row = firstTooLarge(evidence);
  if (row >= 0) throw beyondFloat32(title, rowOf(row), "the evidence", evidence[row] ?? 0);
  const cell = firstTooLarge(relevance);
  if (cell < 0) return;
  const name = columns[cell % columns.length]?.name ?? "";
  const what = `the relevance of column ${JSON.stringify(name)}`;
  throw beyondFloat32(title, rowOf(Math.floor(cell / columns.length)), what, relevance[cell] ?? 0);
}

/** Where the first number that float32 does not hold is, or −1. */
function firstTooLarge(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) {
    const narrowed = Math.fround(values[i] ?? 0);
    // 0 for every finite number, NaN for NaN and ±Infinity.
    if (narrowed - narrowed !== 0) return i;
  }
  return -1;
}

/** (b − a) / max(a, b) with the distances a, b to the nearest two centroids: a² is computed, b² = a² + evidence. */
function simplifiedSilhouettes(
  x: Matrix,
  centroids: Clustering["centroids"],
  cluster: Int32Array,
  evidence: Float64Array,
): Float64Array {
  return Float64Array.from(cluster, (k, row) => {
    const centroid = centroids[k] ?? [];
    let square = 0;
    for (let j = 0; j < x.columns; j++) {
      const difference = (x.data[row * x.columns + j] ?? 0) - (centroid[j] ?? 0);
      square += difference * difference;
    }
    const other = square + (evidence[row] ?? 0);
    return other > 0 ? 1 - Math.sqrt(square / other) : 0;
  });
}
