import type { Engine, Matrix } from "neuralize";
import { counted } from "../report/phrases.ts";
import type { ColumnChoice } from "../table/column-choice.ts";
import { encodedLengths, encodingOf, type Scaling } from "../table/encoding.ts";
import { type MissingCells, profileTable } from "../table/profile-table.ts";
import { sampleRows } from "../table/sample-rows.ts";
import type { Table } from "../table/table.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Clustering } from "./clustering.ts";
import { type ClusterCount, fitPoints } from "./fit-points.ts";

export interface FitOptions {
  readonly k: ClusterCount;
  readonly scale: Scaling;
  readonly missing: MissingCells;
  readonly seed: number;
  readonly restarts: number;
}

// 64 million coordinates are 512 MB in float64: what a fit may hold.
const mostCoordinates = 2 ** 26;
const mostRows = 1_000_000;

/**
 * Fits k-means on the chosen columns of a table, or on a random sample of it (stated) where it has more than a million
 * rows or 64 million coordinates.
 * @throws NeuralizeError of the table layer; TOO_MANY_CLUSTERS for more clusters than distinct rows.
 */
export async function fitTable(
  table: Table,
  choice: ColumnChoice,
  engine: Engine,
  options: FitOptions,
  progress: Progress,
): Promise<Clustering> {
  const { k, scale, missing, seed, restarts } = options;
  progress.stage("profiling columns");
  const profile = await profileTable(table, choice.columns, { missing });
  const columns = encodingOf(profile, { scale, missing });
  const dimensions = encodedLengths(columns).reduce((sum, length) => sum + length, 0);
  const wanted = Math.min(mostRows, Math.max(1000, Math.floor(mostCoordinates / dimensions)));
  progress.stage("reading rows");
  const sample = await sampleRows(table, columns, { rows: wanted, seed, missing });
  const x: Matrix = { data: sample.encoded, rows: sample.count, columns: dimensions };
  const sampled = sample.count < sample.of - profile.dropped;
  const basis = sampled ? `a random sample of ${counted(sample.count)} rows` : "all rows";
  const { fit, kSelection } = await fitPoints(x, k, { seed, restarts, basis }, engine, progress);
  const count = fit.centroids.rows;
  return {
    columns,
    scaling: scale,
    centroids: rowsOf(fit.centroids),
    choice,
    profile,
    missing,
    source: `k-means, k = ${count}, best of ${restarts} restart${restarts === 1 ? "" : "s"}`,
    seed,
    restarts,
    ...(kSelection && { kSelection }),
    notes: sampled ? [`The centroids were fitted on ${basis} out of ${counted(sample.of)}.`] : [],
  };
}

/** The rows of a matrix as arrays of numbers. */
export const rowsOf = ({ data, rows, columns }: Matrix): readonly (readonly number[])[] =>
  Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
