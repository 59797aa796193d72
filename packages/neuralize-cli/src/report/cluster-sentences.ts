import type { ClusteringSummary, ClusterSummary, LabelSummary } from "./clustering-summary.ts";
import { counted, percent, quantity } from "./phrases.ts";

/**
 * How well separated a mean simplified silhouette is, after the table of Kaufman & Rousseeuw (1990, p. 88): above 0.70
 * a strong structure, above 0.50 a reasonable one, above 0.25 a weak one, else no substantial one. Like there the
 * figure is judged by the two decimals that are shown. (The table was made for the full silhouette; the simplified
 * one of Hruschka et al. 2004 takes distances to centroids and comes out somewhat higher.)
 */
export function separationWord(simplifiedSilhouette: number): "strongly" | "reasonably" | "weakly" | "hardly" {
  const shown = Number(simplifiedSilhouette.toFixed(2));
  if (shown > 0.7) return "strongly";
  if (shown > 0.5) return "reasonably";
  return shown > 0.25 ? "weakly" : "hardly";
}

/** What a clustering is of, for sentences. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

const row: Noun = { one: "row", many: "rows" };

/** Above this share of near-ties a well-separated cluster's sentence says "but". */
const manyNearTies = 0.1;

/** The figures that a cluster's sentence is made of. */
export type ClusterFigures = Pick<
  ClusterSummary,
  "cluster" | "size" | "share" | "meanSimplifiedSilhouette" | "nearTies" | "estimated"
>;

/** One sentence on a cluster: its name, its size, how well it is separated. */
export function clusterSentence(
  summary: Pick<ClusteringSummary, "rows">,
  cluster: ClusterFigures,
  name: string,
  noun: Noun = row,
): string {
  // A cluster without a name is called by its number.
  const subject = `Cluster ${cluster.cluster}${name === String(cluster.cluster) ? "" : `, “${name}”,`} holds`;
  if (cluster.size === 0) return `${subject} no ${noun.many}: none is nearest to its centroid.`;
  const rows = sizeWords(cluster, summary.rows, noun);
  const silhouette = cluster.meanSimplifiedSilhouette;
  const word = separationWord(silhouette);
  const separated = `is ${word} separated (mean simplified silhouette ${silhouette.toFixed(2)})`;
  const surprising = cluster.nearTies > manyNearTies && (word === "strongly" || word === "reasonably");
  const ties = nearTies(cluster, noun);
  return `${subject} ${rows} and ${separated}${ties === undefined ? "" : `${surprising ? ", but" : ";"} ${ties}`}.`;
}

function sizeWords({ size, share }: ClusterFigures, rows: number, { one, many }: Noun): string {
  if (rows === 1) return `the only ${one}`;
  return size === rows
    ? `all ${counted(rows)} ${many}`
    : `${counted(size)} of ${counted(rows)} ${many} (${percent(share)})`;
}

/** Undefined where there are none: the usual case, of which a sentence on every cluster would only be noise. */
function nearTies({ size, nearTies, estimated }: ClusterFigures, { one, many }: Noun): string | undefined {
  const ties = Math.round(nearTies * size);
  if (estimated ? nearTies === 0 : ties === 0) return undefined;
  if (estimated) return `about ${percent(nearTies)} of its ${many} are nearly ties`;
  if (size === 1) return `that ${one} is nearly a tie`;
  if (ties === size) return size === 2 ? `both ${many} are nearly ties` : "all of them are nearly ties";
  return `${quantity(ties, `${one} is nearly a tie`, `${many} are nearly ties`)} (${percent(nearTies)})`;
}

/** Below this agreement the given clustering was most likely not made by k-means on these columns with this scaling. */
const lowAgreement = 0.95;

/** One sentence on how the clusters compare with the given labels. */
export function comparisonSentence(labels: LabelSummary): string {
  const rand = `adjusted Rand index ${adjustedRandShown(labels.adjustedRand)}`;
  if (labels.agreement === undefined || labels.disagreements === undefined)
    return `Compared with ${labels.column}: ${rand} (1 is the same grouping, 0 what chance would give).`;
  const { count } = labels.disagreements;
  if (count === 0) return `Every row is nearest to the centroid of its own ${labels.column} (${rand}).`;
  const nearest = `${capitalised(percent(labels.agreement))} of the rows are nearest to the centroid of their own ${labels.column}`;
  const agree = `${nearest}; ${quantity(count, "row is", "rows are")} not (${rand}).`;
  return labels.agreement >= lowAgreement
    ? agree
    : `${agree} The scaling or the columns are probably not those that ${labels.column} was made with, or it was not made by k-means: read the explanations with that in mind.`;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Two decimals; "1.00" only for exactly 1, and no "-0.00". */
function adjustedRandShown(index: number): string {
  const shown = index < 1 ? Math.min(index, 0.99) : index;
  return (Math.round(shown * 100) / 100 + 0).toFixed(2);
}
