import type { PictureSummary } from "../images/explain/summarize-pictures.ts";
import { clusterSentence } from "./cluster-sentences.ts";
import type { ConservationByNode, ImageProvenance, ImageReportData, ReportImage } from "./image-page-data.ts";
import type { KSelection, Projection } from "./page-data.ts";
import { roundedSelection } from "./report-data.ts";
import { significant } from "./rounding.ts";

/** What the page holds of one picture before its place on the page is known. */
export type ReportImageParts = Omit<ReportImage, "projected" | "label">;

/** What the data of a report page on pictures is made from. */
export interface ImageReportInput {
  readonly title: string;
  readonly summary: PictureSummary;
  /** By name of the file. */
  readonly images: readonly (ReportImageParts & { readonly label?: string })[];
  /** Files of a cluster's pictures, largest and smallest evidence first; what is not in `images` is passed over. */
  readonly typical: (cluster: number) => readonly string[];
  readonly borderline: (cluster: number) => readonly string[];
  readonly projection: Projection;
  /** Places in the projection by file. */
  readonly projected: (file: string) => readonly [number, number];
  readonly conservation: ConservationByNode;
  readonly kSelection?: KSelection;
  readonly provenance: Omit<ImageProvenance, "conservation" | "inertia">;
}

/** What one row is called in sentences. */
export const picture = { one: "picture", many: "pictures" } as const;

/** The data of report.html for pictures, rounded to seven significant digits. */
export function imageReportData(input: ImageReportInput): ImageReportData {
  const { summary, images } = input;
  const place = new Map(images.map(({ file }, index) => [file, index]));
  const indices = (files: readonly string[]): readonly number[] => files.flatMap((file) => place.get(file) ?? []);
  const labels = summary.comparison?.labels ?? [];
  return {
    kind: "images",
    version: 1,
    title: input.title,
    clusters: summary.clusters.map((cluster) => ({
      cluster: cluster.cluster,
      name: cluster.name,
      sentence: clusterSentence({ rows: summary.pictures }, cluster, cluster.name, picture),
      size: cluster.size,
      share: significant(cluster.share),
      meanEvidence: significant(cluster.meanEvidence),
      meanSimplifiedSilhouette: significant(cluster.meanSimplifiedSilhouette),
      typical: indices(input.typical(cluster.cluster)),
      borderline: indices(input.borderline(cluster.cluster)),
    })),
    totalImages: summary.pictures,
    meanEvidence: significant(summary.meanEvidence, 10),
    images: images.map(({ label, ...image }) => {
      const index = label === undefined ? -1 : labels.indexOf(label);
      return {
        ...image,
        evidence: significant(image.evidence),
        simplifiedSilhouette: significant(image.simplifiedSilhouette, 4),
        margins: image.margins.map((margin) => significant(margin)),
        projected: input.projected(image.file),
        ...(index >= 0 && { label: index }),
      };
    }),
    projection: input.projection,
    ...(summary.comparison && { comparison: summary.comparison }),
    ...(input.kSelection && { kSelection: roundedSelection(input.kSelection) }),
    provenance: {
      ...input.provenance,
      ...(input.provenance.restarts !== undefined && { inertia: significant(summary.inertia, 10) }),
      conservation: {
        absolute: significant(summary.conservation.absolute, 3),
        relative: significant(summary.conservation.relative, 3),
        ...input.conservation,
      },
    },
  };
}
