import { chooseK, type Engine, engineDistances, fitKMeans, type KMeansFit, type Matrix } from "neuralize";
import type { KSelection } from "../report/page-data.ts";
import { counted } from "../report/phrases.ts";
import type { ColumnChoice } from "../table/column-choice.ts";
import { encodedLengths, encodingOf, type Scaling } from "../table/encoding.ts";
import { type MissingCells, profileTable } from "../table/profile-table.ts";
import { sampleRows } from "../table/sample-rows.ts";
import type { Table } from "../table/table.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Clustering } from "./clustering.ts";

/** One k, or a range of which the mean silhouette chooses. */
export type ClusterCount = number | { readonly from: number; readonly to: number };

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
const silhouetteRows = 5000;

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
  const distances = await engineDistances(engine, dimensions);
  try {
    progress.stage("fitting: iterations");
    let iterations = 0;
    const fitting = { seed, restarts, distances: distances.bind, onProgress: () => progress.advance(++iterations) };
    const { fit, kSelection } = await fitted(x, k, basis, fitting);
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
  } finally {
    await distances.close();
  }
}

type Fitting = Omit<Parameters<typeof fitKMeans>[1], "k">;

async function fitted(
  x: Matrix,
  k: ClusterCount,
  basis: string,
  fitting: Fitting,
): Promise<{ fit: KMeansFit; kSelection?: KSelection }> {
  if (typeof k === "number") return { fit: await fitKMeans(x, { ...fitting, k }) };
  const { fit, curve } = await chooseK(x, { ...fitting, ...k, sample: silhouetteRows });
  const measured = x.rows > silhouetteRows ? `a random sample of ${counted(silhouetteRows)} rows` : basis;
  return { fit, kSelection: { chosen: fit.centroids.rows, curve, basis: measured } };
}

/** The rows of a matrix as arrays of numbers. */
export const rowsOf = ({ data, rows, columns }: Matrix): readonly (readonly number[])[] =>
  Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
