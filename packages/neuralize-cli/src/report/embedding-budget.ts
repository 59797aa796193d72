/** How many rows a report can hold: enough to see the clustering, few enough for a page that opens at once. */
export interface EmbeddingBudget {
  /** Rows in all. */
  readonly rows: number;
  /** Most typical rows kept per cluster, and as many borderline ones. */
  readonly perCluster: number;
}

const mostRows = 3000;
/** Encoded numbers in all: about 10 MB of text. */
const mostNumbers = 1_000_000;
const mostPerCluster = 10;

/** The budget for `clusters` clusters in `dimensions` encoded dimensions; at most half of it goes to chosen rows. */
export function embeddingBudget(clusters: number, dimensions: number): EmbeddingBudget {
  const rows = Math.max(1, Math.min(mostRows, Math.floor(mostNumbers / dimensions)));
  const perCluster = Math.max(1, Math.min(mostPerCluster, Math.floor(rows / (4 * clusters))));
  return { rows, perCluster };
}
