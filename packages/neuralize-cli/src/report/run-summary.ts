import { clusterSentence, comparisonSentence, separationWord } from "./cluster-sentences.ts";
import type { ClusteringSummary } from "./clustering-summary.ts";
import { type DescribedCluster, describeCluster } from "./described-cluster.ts";
import type { KSelection } from "./page-data.ts";
import { quantity } from "./phrases.ts";
import { significant } from "./rounding.ts";
import { kSelectionSentence, mostListed, printable, spaced } from "./summary-text.ts";

/** What a run is summarised from. */
export interface RunInput {
  readonly title: string;
  readonly columns: readonly { readonly name: string }[];
  readonly summary: ClusteringSummary;
  readonly names: readonly string[];
  /** How k was chosen, when it was chosen over a range. */
  readonly kSelection?: KSelection;
  /** Sentences on reading, filling, fitting. */
  readonly notes: readonly string[];
  /** Files written, by what they are. */
  readonly files: Readonly<Record<string, string>>;
}

/** The summary of a run that `--json` prints on stdout. */
export interface RunSummary {
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly k: number;
  readonly inertia: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  readonly conservationError: { readonly absolute: number; readonly relative: number };
  readonly clusters: readonly DescribedCluster[];
  /** Present when k was chosen over a range. */
  readonly kSelection?: KSelection;
  readonly comparison?: {
    readonly column: string;
    readonly role: "label" | "clusters";
    readonly adjustedRand: number;
    readonly agreement?: number;
    readonly sentence: string;
  };
  readonly notes: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** The summary of a run as a record. */
export function runSummary({ title, columns, summary, names, kSelection, notes, files }: RunInput): RunSummary {
  const { labels } = summary;
  return {
    title,
    rows: summary.rows,
    columns: columns.map(({ name }) => name),
    k: summary.clusters.length,
    inertia: significant(summary.inertia, 10),
    meanEvidence: significant(summary.meanEvidence),
    meanSimplifiedSilhouette: significant(summary.meanSimplifiedSilhouette),
    conservationError: {
      absolute: significant(summary.conservationError.absolute, 3),
      relative: significant(summary.conservationError.relative, 3),
    },
    clusters: summary.clusters.map((cluster) => describeCluster(summary, cluster, names)),
    ...(kSelection && { kSelection }),
    ...(labels && {
      comparison: {
        column: labels.column,
        role: labels.role,
        adjustedRand: significant(labels.adjustedRand),
        ...(labels.agreement !== undefined && { agreement: significant(labels.agreement) }),
        sentence: comparisonSentence(labels),
      },
    }),
    notes: [...notes, ...summary.notes],
    files,
  };
}

/** The summary of a run as the terminal shows it, a line per sentence. */
export function runSummaryText(input: RunInput): string {
  const { title, columns, summary, names, kSelection, notes, files } = input;
  const { clusters, labels } = summary;
  const silhouette = summary.meanSimplifiedSilhouette;
  const listed = clusters.slice(0, mostListed);
  const others = clusters.length - listed.length;
  return printable([
    `${title}: ${quantity(summary.rows, "row")}, ${quantity(columns.length, "column")}, ${quantity(clusters.length, "cluster")}, ${separationWord(silhouette)} separated (mean simplified silhouette ${silhouette.toFixed(2)}).`,
    // A clustering that was given is believed or not by this figure, so it comes before anything it explains.
    ...(labels?.role === "clusters" ? [comparisonSentence(labels)] : []),
    ...(kSelection ? [kSelectionSentence(kSelection)] : []),
    "",
    ...listed.map((cluster) => clusterSentence(summary, cluster, names[cluster.cluster] ?? String(cluster.cluster))),
    ...(others > 0 ? [`And ${quantity(others, "more cluster")}.`] : []),
    ...(labels?.role === "label" ? ["", comparisonSentence(labels)] : []),
    ...spaced([...notes, ...summary.notes]),
    ...spaced(Object.entries(files).map(([what, path]) => `${what}: ${path}`)),
  ]);
}
