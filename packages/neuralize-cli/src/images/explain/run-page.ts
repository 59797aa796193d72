import type { Compiled } from "neuralize";
import type { ConservationByNode, ImageProvenance, ImageReportData } from "../../report/image-page-data.ts";
import { type ImageReportInput, imageReportData } from "../../report/image-report-data.ts";
import { version } from "../../version.ts";
import type { ObtainedImages } from "../network/obtain-images.ts";
import { preprocessingText } from "../preprocess/preprocessing-text.ts";
import type { ChosenPictures } from "./choose-pictures.ts";
import { compositeText } from "./composite-text.ts";
import { type ImageExplanation, ruleUses } from "./image-explainer.ts";
import type { PictureFiles } from "./picture-batches.ts";
import { pointPlane } from "./point-plane.ts";
import type { PictureSummary } from "./summarize-pictures.ts";

/** What the page of a run is made from. */
export interface RunPageInput {
  readonly title: string;
  readonly pictures: PictureFiles;
  readonly obtained: ObtainedImages;
  readonly chosen: ChosenPictures;
  readonly compiled: Compiled;
  readonly explanation: ImageExplanation;
  readonly summary: PictureSummary;
  readonly images: ImageReportInput["images"];
  readonly conservation: ConservationByNode;
  readonly skipped: ImageProvenance["skipped"];
  readonly notes: readonly string[];
  readonly engine: string;
  readonly command: string;
}

/** The data of report.html for a run over pictures. */
export function runPage(input: RunPageInput): ImageReportData {
  const { title, pictures, chosen, summary, images, conservation } = input;
  const { embedded, clustering } = input.obtained;
  const { projection, project } = pointPlane(embedded.points, clustering.centroids, chosen.sample);
  const fileOf = (row: number): string => pictures.files[embedded.indices[row] ?? -1] ?? "";
  const rowOf = new Map(embedded.indices.map((index, row) => [pictures.files[index] ?? "", row]));
  return imageReportData({
    title,
    summary,
    images,
    typical: (cluster) => chosen.embedding.typical.get(cluster)?.map(fileOf) ?? [],
    borderline: (cluster) => chosen.embedding.borderline.get(cluster)?.map(fileOf) ?? [],
    projection,
    projected: (file) => project(rowOf.get(file) ?? 0),
    conservation,
    ...(clustering.kSelection && { kSelection: clustering.kSelection }),
    provenance: provenanceOf(input),
  });
}

function provenanceOf({
  obtained,
  compiled,
  explanation,
  skipped,
  notes,
  engine,
  command,
}: RunPageInput): ImageReportInput["provenance"] {
  const { network, seed, restarts } = obtained.clustering;
  const { composite, contrast, beta, pool } = explanation;
  return {
    command,
    version,
    engine,
    seed,
    ...(restarts > 0 && { restarts }),
    extractor: network.title,
    embedding: {
      tensor: network.tensor,
      dimensions: obtained.embedded.points.columns,
      ...(network.note !== undefined && { note: network.note }),
    },
    preprocessing: preprocessingText(network.preprocessing),
    composite: compositeText(composite.json),
    rules: ruleUses(compiled),
    beta,
    ...(pool === "logmeanexp" && beta !== null && { pool }),
    skipped,
    notes,
    ...(contrast.against && { against: contrast.against }),
    ...(contrast.target !== "assigned" && { target: contrast.target }),
  };
}
