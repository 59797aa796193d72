import { invalidOption } from "../errors/messages.ts";
import type { Matrix } from "../matrix.ts";
import { type FitKMeansOptions, fitKMeans, type KMeansFit } from "./fit-kmeans.ts";
import { silhouette } from "./silhouette.ts";

export interface ChooseKOptions extends Omit<FitKMeansOptions, "k" | "initialCentroids"> {
  /** Smallest number of clusters, at least 2 */
  readonly from: number;
  /** Largest number of clusters */
  readonly to: number;
  /** Rows that enter the silhouette, the same ones for every k. @defaultValue 5000 */
  readonly sample?: number;
}

/** Quality of the fit with k clusters. */
export interface KCurvePoint {
  readonly k: number;
  /** Mean silhouette, over a sample if there are more rows than that */
  readonly silhouette: number;
  readonly inertia: number;
}

export interface ChosenK {
  /** The fit with the largest mean silhouette; the smallest k among equals */
  readonly fit: KMeansFit;
  readonly curve: readonly KCurvePoint[];
}

/**
 * Fits every number of clusters in a range and keeps the one with the largest mean silhouette.
 *
 * @param x points [N, D]
 * @throws INVALID_OPTION for an empty range, and whatever `fitKMeans` throws
 */
export const chooseK = async (x: Matrix, options: ChooseKOptions): Promise<ChosenK> => {
  const { from, to, sample = 5000, ...fitting } = options;
  if (!Number.isInteger(from) || from < 2) throw invalidOption("from", from, "a whole number, at least 2");
  if (!Number.isInteger(to) || to < from) throw invalidOption("to", to, `a whole number, at least from = ${from}`);
  const fitWith = async (k: number): Promise<KCurvePoint & { readonly fit: KMeansFit }> => {
    const fit = await fitKMeans(x, { ...fitting, k });
    const quality = silhouette(x, fit.labels, k, { sample, seed: fitting.seed ?? 0 });
    return { k, silhouette: quality, inertia: fit.inertia, fit };
  };
  let best = await fitWith(from);
  const curve: KCurvePoint[] = [pointOf(best)];
  for (let k = from + 1; k <= to; k++) {
    const next = await fitWith(k);
    curve.push(pointOf(next));
    if (next.silhouette > best.silhouette) best = next;
  }
  return { fit: best.fit, curve };
};

const pointOf = ({ k, silhouette, inertia }: KCurvePoint): KCurvePoint => ({ k, silhouette, inertia });
