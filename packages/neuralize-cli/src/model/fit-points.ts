import {
  chooseK,
  type Engine,
  engineDistances,
  type FitProgress,
  fitKMeans,
  type KMeansFit,
  type Matrix,
} from "neuralize";
import type { KSelection } from "../report/page-data.ts";
import { counted } from "../report/phrases.ts";
import type { Progress } from "../terminal/progress.ts";

/** One k, or a range of which the mean silhouette chooses. */
export type ClusterCount = number | { readonly from: number; readonly to: number };

export interface FittedPoints {
  readonly fit: KMeansFit;
  /** Present when k was chosen over a range. */
  readonly kSelection?: KSelection;
}

export interface FitPointsOptions {
  readonly seed: number;
  readonly restarts: number;
  /** What the points are: "all rows", "a random sample of 1,000 rows". */
  readonly basis: string;
  /** What one point is, in the plural. @defaultValue "rows" */
  readonly unit?: string;
}

const silhouetteRows = 5000;

/**
 * k-means on points [N, D] whose distances the engine computes; of a range, the k with the best mean silhouette.
 * @throws NeuralizeError TOO_MANY_CLUSTERS for more clusters than distinct points
 */
export async function fitPoints(
  x: Matrix,
  k: ClusterCount,
  { seed, restarts, basis, unit = "rows" }: FitPointsOptions,
  engine: Engine,
  progress: Progress,
): Promise<FittedPoints> {
  const distances = await engineDistances(engine, x.columns);
  try {
    const least = typeof k === "number" ? k : k.from;
    const runs = restarts * (typeof k === "number" ? 1 : k.to - k.from + 1);
    // A single run has no end that could be foreseen: its iterations are counted.
    progress.stage(runs > 1 ? "fitting: runs" : "fitting: iterations", runs > 1 ? runs : undefined);
    const onProgress = (at: FitProgress): void =>
      progress.advance(runs > 1 ? (at.k - least) * restarts + at.restart - 1 : at.iteration);
    const fitting = { seed, restarts, distances: distances.bind, onProgress };
    if (typeof k === "number") return { fit: await fitKMeans(x, { ...fitting, k }) };
    const { fit, curve } = await chooseK(x, { ...fitting, ...k, sample: silhouetteRows });
    const measured = x.rows > silhouetteRows ? `a random sample of ${counted(silhouetteRows)} ${unit}` : basis;
    return { fit, kSelection: { chosen: fit.centroids.rows, curve, basis: measured } };
  } finally {
    await distances.close();
  }
}
