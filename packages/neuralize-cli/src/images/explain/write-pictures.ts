import { join } from "node:path";
import type { Engine } from "neuralize";
import type { FileSet } from "../../files/file-set.ts";
import { writeNpy } from "../../npy/npy.ts";
import type { ReportImageParts } from "../../report/image-report-data.ts";
import { packRelevanceMap } from "../../report/relevance-map.ts";
import {
  type ExplanationFormat,
  explanationFileName,
  explanationWriter,
  type WrittenColumn,
} from "../../table/explanation-writer.ts";
import type { Progress } from "../../terminal/progress.ts";
import type { SkippedFile } from "../folder/image-files.ts";
import { resultNames } from "../folder/result-names.ts";
import { type RelevanceMapOfPixels, relevanceMap, relevanceSums } from "../heatmap/relevance-map.ts";
import { embeddedPicture } from "./embedded-picture.ts";
import { type ExplainedPicture, type ExplainPicturesRequest, explainPictures } from "./explain-pictures.ts";
import { type HeatmapStyle, heatmapWriter } from "./heatmap-writer.ts";
import type { PointFigures } from "./point-figures.ts";
import { inputShape } from "./run-network.ts";
import type { PictureRecord } from "./summarize-pictures.ts";

export interface WritePicturesOptions {
  readonly out: string;
  readonly format: ExplanationFormat;
  readonly heatmaps: HeatmapStyle;
  readonly saveRelevance: boolean;
  /** What the page takes of a picture; nothing of those that are not in `embedded`. */
  readonly page: {
    readonly embedded: (index: number) => boolean;
    readonly cells: number;
    readonly pictureSide: number;
    readonly pictureBytes: number;
  };
  readonly labels: readonly string[] | undefined;
}

export interface WrittenPictures {
  readonly records: readonly PictureRecord[];
  /** What the page holds, by name of the file. */
  readonly images: readonly (ReportImageParts & { readonly label?: string })[];
  /** Pictures that could be read the first time and not the second. */
  readonly skipped: readonly SkippedFile[];
  /** Where things went, by what they are. */
  readonly files: Readonly<Record<string, string>>;
}

const columns: readonly WrittenColumn[] = [
  { name: "file", type: "text" },
  { name: "cluster", type: "integer" },
  { name: "runner_up", type: "integer" },
  { name: "evidence", type: "float" },
  { name: "simplified_silhouette", type: "float" },
  { name: "relevance", type: "float" },
  { name: "relevance_positive", type: "float" },
  { name: "relevance_negative", type: "float" },
];

/**
 * Explains pictures and writes what is kept of each: its row of the table, its heatmap, its relevance where that is
 * wanted. Nothing has its name before the set of files is committed.
 *
 * @param figures of every picture, by its place in the files
 * @throws NOT_FINITE for relevance that is no number; DISK_FULL, CANNOT_WRITE; what `explainPictures` throws
 */
export async function writePictures(
  request: ExplainPicturesRequest,
  figures: (index: number) => PointFigures,
  options: WritePicturesOptions,
  engine: Engine,
  files: FileSet,
  progress: Progress,
): Promise<WrittenPictures> {
  const { out, format } = options;
  const table = join(out, explanationFileName(format));
  const writer = explanationWriter(table, format, columns, files.begin);
  const relevanceFolder = options.saveRelevance ? files.beginFolder(join(out, "relevance")) : undefined;
  const heatmaps = heatmapWriter(files.beginFolder(join(out, "heatmaps")), options.heatmaps);
  const names = resultNames(request.pictures.files, "");
  const records: PictureRecord[] = [];
  const images: WrittenPictures["images"][number][] = [];
  const skipped: SkippedFile[] = [];
  try {
    for await (const explained of explainPictures(request, engine, progress, (file) => skipped.push(file))) {
      const { picture, relevance } = explained;
      const map = mapOf(explained, relevance, request);
      const record = recordOf(explained, figures(picture.index), map, options.labels?.[picture.index]);
      records.push(record);
      writer.write(1, rowOf(record));
      const name = names[picture.index] ?? picture.file;
      await heatmaps.add(`${name}.png`, { map, picture: picture.shown ?? picture.seen, region: picture.region });
      relevanceFolder?.write(`${name}.npy`, relevanceFile(relevance, request));
      if (options.page.embedded(picture.index))
        images.push(await pageParts(explained, record, map, figures(picture.index), request, options.page));
    }
    progress.stage("painting heatmaps");
    await heatmaps.finish();
    writer.close();
  } catch (error) {
    writer.abort();
    throw error;
  } finally {
    await heatmaps.close();
  }
  const written = {
    explanations: table,
    heatmaps: join(out, "heatmaps"),
    ...(options.saveRelevance && { relevance: join(out, "relevance") }),
  };
  return { records, images, skipped, files: written };
}

const mapOf = (
  { picture }: ExplainedPicture,
  relevance: Float32Array,
  { network }: ExplainPicturesRequest,
): RelevanceMapOfPixels => relevanceMap(relevance, picture.seen, network.preprocessing.layout, picture.file);

function recordOf(
  { picture, cluster, runnerUp, evidence }: ExplainedPicture,
  { simplifiedSilhouette, distance, target }: PointFigures,
  map: RelevanceMapOfPixels,
  label: string | undefined,
): PictureRecord {
  return {
    file: picture.file,
    cluster,
    target,
    runnerUp,
    evidence,
    simplifiedSilhouette,
    distance,
    ...relevanceSums(map),
    ...(label !== undefined && { label }),
  };
}

/** In the order of `columns`. */
const rowOf = ({ file, cluster, runnerUp, evidence, simplifiedSilhouette, positive, negative }: PictureRecord) => [
  [file],
  [cluster],
  [runnerUp],
  [evidence],
  [simplifiedSilhouette],
  [positive + negative],
  [positive],
  [negative],
];

/** [C, H, W] or [H, W, C], as the network takes it. */
const relevanceFile = (relevance: Float32Array, { network }: ExplainPicturesRequest): Uint8Array =>
  writeNpy({ shape: inputShape(network, 1).slice(1), data: relevance });

async function pageParts(
  explained: ExplainedPicture,
  record: PictureRecord,
  map: RelevanceMapOfPixels,
  { margins }: PointFigures,
  request: ExplainPicturesRequest,
  page: WritePicturesOptions["page"],
): Promise<WrittenPictures["images"][number]> {
  const { file, cluster, target, runnerUp, evidence, simplifiedSilhouette, label } = record;
  const packed = (values: RelevanceMapOfPixels, against: "all" | number, value: number) =>
    packRelevanceMap(values.data, { ...values, channels: 1 }, { against, evidence: value }, page.cells);
  return {
    file,
    cluster,
    target,
    runnerUp,
    evidence,
    simplifiedSilhouette,
    margins,
    picture: await embeddedPicture(explained.picture.seen, page.pictureSide, page.pictureBytes),
    // Where nothing competes there is no evidence to take apart.
    maps:
      runnerUp < 0
        ? []
        : [
            packed(map, "all", evidence),
            ...explained.margins.map((margin) =>
              packed(mapOf(explained, margin.relevance, request), margin.against, margin.evidence),
            ),
          ],
    ...(label !== undefined && { label }),
  };
}
