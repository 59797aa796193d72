import { clusterSentence, comparisonSentence, separationWord } from "../../report/cluster-sentences.ts";
import { picture } from "../../report/image-report-data.ts";
import type { KSelection, LabelComparison } from "../../report/page-data.ts";
import { quantity } from "../../report/phrases.ts";
import { significant } from "../../report/rounding.ts";
import { kSelectionSentence, mostListed, printable, spaced } from "../../report/summary-text.ts";
import type { SkippedFile } from "../folder/image-files.ts";
import type { PictureSummary } from "./summarize-pictures.ts";

/** What a run over pictures is summarised from. */
export interface PictureRun {
  readonly title: string;
  readonly summary: PictureSummary;
  readonly kSelection?: KSelection;
  readonly skipped: readonly SkippedFile[];
  readonly notes: readonly string[];
  /** Files written, by what they are. */
  readonly files: Readonly<Record<string, string>>;
}

/** The summary of a run as `--json` prints it. */
export const pictureRunJson = ({ title, summary, kSelection, skipped, notes, files }: PictureRun) => ({
  title,
  pictures: summary.pictures,
  k: summary.clusters.length,
  inertia: significant(summary.inertia, 10),
  meanEvidence: significant(summary.meanEvidence),
  meanSimplifiedSilhouette: significant(summary.meanSimplifiedSilhouette),
  conservationError: {
    absolute: significant(summary.conservation.absolute, 3),
    relative: significant(summary.conservation.relative, 3),
  },
  clusters: summary.clusters.map((cluster) => ({
    cluster: cluster.cluster,
    name: cluster.name,
    size: cluster.size,
    share: significant(cluster.share),
    meanEvidence: significant(cluster.meanEvidence),
    meanSimplifiedSilhouette: significant(cluster.meanSimplifiedSilhouette),
    sentence: sentenceOf(summary, cluster),
  })),
  ...(kSelection && { kSelection }),
  ...(summary.comparison && {
    comparison: { ...summary.comparison, sentence: comparisonOf(summary.comparison) },
  }),
  skipped,
  notes,
  files,
});

const sentenceOf = (summary: PictureSummary, cluster: PictureSummary["clusters"][number]): string =>
  clusterSentence({ rows: summary.pictures }, cluster, cluster.name, picture);

const comparisonOf = ({ column, role, labels, counts, adjustedRand }: LabelComparison): string =>
  comparisonSentence({ column, role, labels, counts, adjustedRand });

/** The summary of a run as the terminal shows it, a line per sentence. */
export function pictureRunText({ title, summary, kSelection, skipped, notes, files }: PictureRun): string {
  const { clusters, comparison, meanSimplifiedSilhouette: silhouette } = summary;
  const listed = clusters.slice(0, mostListed);
  return printable([
    `${title}: ${quantity(summary.pictures, "picture")}, ${quantity(clusters.length, "cluster")}, ${separationWord(silhouette)} separated (mean simplified silhouette ${silhouette.toFixed(2)}).`,
    ...(kSelection ? [kSelectionSentence(kSelection)] : []),
    "",
    ...listed.map((cluster) => sentenceOf(summary, cluster)),
    ...(clusters.length > listed.length ? [`And ${quantity(clusters.length - listed.length, "more cluster")}.`] : []),
    ...(comparison ? ["", comparisonOf(comparison)] : []),
    ...spaced(notes),
    ...spaced(skippedLines(skipped)),
    ...spaced(Object.entries(files).map(([what, path]) => `${what}: ${path}`)),
  ]);
}

function skippedLines(skipped: readonly SkippedFile[]): readonly string[] {
  if (skipped.length === 0) return [];
  const more = skipped.length - mostListed;
  return [
    `${quantity(skipped.length, "picture")} could not be used:`,
    ...skipped
      .slice(0, mostListed)
      .map(({ file, reason }) => `  ${reason.includes(file) ? reason : `${file}: ${reason}`}`),
    ...(more > 0 ? [`  and ${quantity(more, "more picture")}; the report lists them all.`] : []),
  ];
}
