import { chooseEmbedding, type Embedding } from "../../report/embedded-rows.ts";
import { type ImageBudget, imageBudget } from "../../report/image-budget.ts";
import { randomKey } from "../../report/random-key.ts";
import type { PointFigures } from "./point-figures.ts";

/** The pictures that a page holds, by row of the points. */
export interface ChosenPictures {
  readonly budget: ImageBudget;
  readonly embedding: Embedding<{ readonly row: number }>;
  /** A uniform random sample of all rows. */
  readonly sample: readonly number[];
}

/**
 * Chooses what a page holds: all pictures where it can, else the most typical and the most borderline ones of every
 * cluster and a uniform random sample of the others.
 * @param competitors maps against single competitors that are asked for
 */
export function choosePictures(
  figures: readonly PointFigures[],
  clusters: number,
  seed: number,
  competitors?: number,
): ChosenPictures {
  const budget = imageBudget(figures.length, clusters, competitors);
  const rows = [...figures.keys()];
  const evidenceOf = (row: number): number => figures[row]?.evidence ?? 0;
  const byKey = rows.map((row) => ({ row, key: randomKey(seed, row) })).sort((a, b) => a.key - b.key || a.row - b.row);
  const members = Array.from({ length: clusters }, (_, cluster) => {
    const own = rows
      .filter((row) => figures[row]?.cluster === cluster)
      .sort((a, b) => evidenceOf(b) - evidenceOf(a) || a - b);
    const asRows = (list: readonly number[]) => list.slice(0, budget.perCluster).map((row) => ({ row }));
    return { cluster, size: own.length, typical: asRows(own), borderline: asRows(own.toReversed()) };
  });
  const embedding = chooseEmbedding(
    { clusters: members, disagreeing: [], sample: byKey.map(({ row }) => ({ row })) },
    { rows: budget.images, perCluster: budget.perCluster },
  );
  return { budget, embedding, sample: byKey.map(({ row }) => row) };
}
