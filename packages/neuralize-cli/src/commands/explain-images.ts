import { statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { usage } from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import type { FileSet } from "../files/file-set.ts";
import { refuseOverwriting } from "../files/refuse-overwriting.ts";
import { checkWritable } from "../files/whole-file.ts";
import { choosePictures } from "../images/explain/choose-pictures.ts";
import { folderLabels } from "../images/explain/folder-labels.ts";
import { encodedImageExplainer, type ImageExplanation, imageExplainer } from "../images/explain/image-explainer.ts";
import { defaultComposite, imageExplanation, savedExplanation } from "../images/explain/image-explanation.ts";
import { measureConservation } from "../images/explain/measure-conservation.ts";
import type { PictureFiles } from "../images/explain/picture-batches.ts";
import { heuristicBeta, type PointFigures, pointFigures } from "../images/explain/point-figures.ts";
import { runNotes } from "../images/explain/run-notes.ts";
import { runPage } from "../images/explain/run-page.ts";
import { type PictureRun, pictureRunJson, pictureRunText } from "../images/explain/run-text.ts";
import { type PictureSummary, summarizePictures } from "../images/explain/summarize-pictures.ts";
import { writePictures } from "../images/explain/write-pictures.ts";
import { type ImageFiles, imageFiles } from "../images/folder/image-files.ts";
import { encodedExtractor, extractorFileName, type ImageModel, imageModelText } from "../images/network/image-model.ts";
import {
  checkImageRequest,
  type ImageClustering,
  type ObtainedImages,
  obtainImages,
} from "../images/network/obtain-images.ts";
import { type ChosenComposite, chooseCanonizers, chooseComposite } from "../model/choose-composite.ts";
import { isOnnx } from "../model/clustering-request.ts";
import { checkContrast, contrastNotes } from "../model/contrast.ts";
import { conservationByNode } from "../report/conservation-by-node.ts";
import { reportPage } from "../report/report-page.ts";
import { explanationFileName } from "../table/explanation-writer.ts";
import { removeStaleExplanations } from "../table/stale-explanations.ts";
import { jsonText } from "../terminal/json-text.ts";
import { openFile } from "../terminal/open-file.ts";
import { type Progress, progressOn } from "../terminal/progress.ts";
import type { ExplainOptions } from "./explain.ts";
import type { ImageOptions } from "./image-options.ts";
import { writeRun } from "./write-run.ts";

export type ExplainImagesOptions = ExplainOptions & ImageOptions;

const reportFileName = "report.html";

/** `neuralize explain` for a folder of pictures, or one: from a clustering to every file of an explanation in `out`. */
export async function explainImages(path: string, options: ExplainImagesOptions, command: string): Promise<void> {
  checkImageRequest(options);
  checkContrast(options, typeof options.k === "number" ? options.k : undefined);
  checkPool(options);
  // What is wrong with the rules is told before anything is read; the box follows from the preprocessing later.
  if (options.composite !== undefined || options.model === undefined || isOnnx(options.model))
    requireRules(await chooseComposite(options, defaultComposite, { low: 0, high: 1 }));
  chooseCanonizers(options.canonizers);
  const names = [
    explanationFileName(options.format),
    "model.json",
    "explainer.onnx",
    extractorFileName,
    reportFileName,
  ];
  refuseOverwriting(
    names.map((name) => join(options.out, name)),
    [options.extractor, options.model !== undefined && isOnnx(options.model) ? options.model : undefined],
  );
  checkWritable(join(options.out, explanationFileName(options.format)));
  const found = findPictures(path, options.out);
  const progress = progressOn(process.stderr, options.quiet === true);
  const engine = await openEngine(options.engine, options);
  const run = await writeRun(progress, (files) => explainInto(files, found, options, command, engine, progress));
  removeStaleExplanations(options.out, options.format, path);
  tell(run, options);
  if (options.open) openFile(join(options.out, reportFileName));
}

function checkPool({ pool, beta }: Pick<ExplainImagesOptions, "pool" | "beta">): void {
  if (pool === "logmeanexp" && !(typeof beta !== "number" || (beta > 0 && beta < Infinity)))
    throw usage("--pool logmeanexp needs a stiffness between 0 and ∞: give --beta a number, or leave it away.");
}

/** A gradient takes no evidence apart, which all files of an explanation are about. */
function requireRules(composite: ChosenComposite): ChosenComposite {
  if (composite.rules !== "gradient") return composite;
  throw usage(
    "--composite gradient does not take the evidence apart, which explain shows: use neuralize attribute --method gradient, or neuralize compile --composite gradient.",
  );
}

interface FoundPictures extends ImageFiles {
  readonly title: string;
  readonly folder: string;
}

function findPictures(path: string, out: string): FoundPictures {
  if (!isFolder(path))
    return { title: basename(path), folder: dirname(path), files: [basename(path)], others: 0, skipped: [] };
  return {
    title: `${basename(resolve(path))}${sep}`,
    folder: path,
    ...imageFiles(path, { except: [out, join(out, "heatmaps")] }),
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw readError(path, error);
  }
}

async function explainInto(
  files: FileSet,
  found: FoundPictures,
  options: ExplainImagesOptions,
  command: string,
  engine: Engine,
  progress: Progress,
): Promise<PictureRun> {
  const pictures: PictureFiles = found;
  const obtained = await obtainImages(pictures, options, engine, progress);
  const { clustering, embedded } = obtained;
  const { network, centroids } = clustering;
  checkContrast(options, centroids.rows);
  const explanation = await explanationOf(options, obtained);
  const { contrast } = explanation;
  const compiled = imageExplainer(network, centroids, explanation);
  const figures = pointFigures(embedded.points, centroids, contrast);
  const wanted = options.competitors ?? (figures.length > manyPictures ? 1 : 3);
  const chosen = choosePictures(figures, centroids.rows, clustering.seed, wanted);
  const rowOf = new Map(embedded.indices.map((index, row) => [index, row]));
  const figuresOf = (index: number): PointFigures => figures[rowOf.get(index) ?? 0] ?? noFigures();
  const shown = new Set(chosen.embedding.rows.map(({ row }) => row));
  const onPage = (index: number): boolean => shown.has(rowOf.get(index) ?? -1);
  const { competitors } = chosen.budget;
  const {
    records,
    images,
    skipped,
    files: written,
  } = await writePictures(
    {
      pictures,
      indices: embedded.indices,
      network,
      centroids,
      compiled,
      explanation,
      competitors: (index) => (onPage(index) ? figuresOf(index).competitors.slice(0, competitors) : []),
      shown: options.heatmap === "overlay",
    },
    figuresOf,
    {
      out: options.out,
      format: options.format,
      heatmaps: {
        kind: options.heatmap,
        colors: options.colormap,
        opacity: options.opacity,
        percentile: options.percentile,
        scale: options.colorScale,
      },
      saveRelevance: options.saveRelevance === true,
      page: { ...chosen.budget, embedded: onPage },
      labels: folderLabels(pictures.files),
    },
    engine,
    files,
    progress,
  );
  progress.stage("measuring conservation");
  const sample = chosen.sample.flatMap((row) => embedded.indices[row] ?? []);
  const { layers, measured } = await measureConservation({ pictures, sample, network, centroids, explanation }, engine);
  const evidence = measured.reduce((sum, index) => sum + figuresOf(index).evidence / measured.length, 0);
  const conservation = conservationByNode(layers, measured.length, evidence);
  progress.stage("writing the report");
  const summary = summarizePictures(records, centroids.rows, clustering.names);
  const left = [...found.skipped, ...embedded.skipped, ...skipped];
  const names = summary.clusters.map(({ name }) => name);
  const notes = [
    ...runNotes(found, clustering, chosen, summary.meanArriving),
    ...contrastNotes(contrast, summary, names, { one: "picture", many: "pictures" }),
    ...summary.notes,
  ];
  const extractor = encodedExtractor(network);
  const model = savedModel(clustering, explanation, summary);
  const page = runPage({
    title: found.title,
    pictures,
    obtained,
    chosen,
    compiled,
    explanation,
    summary,
    images,
    conservation,
    skipped: left,
    notes,
    engine: engine.name,
    command,
  });
  const write = (name: string, content: Uint8Array | string): string => {
    files.write(join(options.out, name), content);
    return join(options.out, name);
  };
  return {
    title: found.title,
    summary,
    ...(clustering.kSelection && { kSelection: clustering.kSelection }),
    skipped: left,
    notes,
    files: {
      ...written,
      model: write("model.json", imageModelText(model, extractor)),
      extractor: write(extractorFileName, extractor),
      explainer: write("explainer.onnx", encodedImageExplainer(compiled, network, explanation, names)),
      report: write(reportFileName, reportPage(page)),
    },
  };
}

const savedModel = (
  clustering: ImageClustering,
  explanation: ImageExplanation,
  summary: PictureSummary,
): ImageModel => ({
  network: clustering.network,
  centroids: clustering.centroids,
  beta: explanation.beta,
  explanation: savedExplanation(explanation),
  clusters: summary.clusters.map(({ cluster, name, size }) => ({ cluster, name, size })),
  training: {
    source: clustering.source,
    pictures: summary.pictures,
    seed: clustering.seed,
    restarts: clustering.restarts,
    inertia: summary.inertia,
    meanEvidence: summary.meanEvidence,
  },
});

/** Beyond so many pictures, maps against single competitors are fewer: each is another way back through the network. */
const manyPictures = 100;

function noFigures(): never {
  throw new RangeError("a picture that was not embedded is explained");
}

async function explanationOf(
  options: ExplainImagesOptions,
  { clustering, embedded }: ObtainedImages,
): Promise<ImageExplanation> {
  const { target, against } = options;
  const contrast = { target, ...(against !== undefined && { against }) };
  const beta = stiffnessOf(options, { clustering, embedded });
  const { preprocessing } = clustering.network;
  const explanation = await imageExplanation(options, preprocessing, { contrast, beta }, clustering.explanation);
  requireRules(explanation.composite);
  checkPool({ pool: explanation.pool, beta: options.beta });
  return explanation;
}

/** β as a number, null for ∞: given, else the model's, else NEON's heuristic. */
function stiffnessOf({ beta }: ExplainImagesOptions, { clustering, embedded }: ObtainedImages): number | null {
  if (beta !== "auto") return Number.isFinite(beta) ? beta : null;
  return clustering.beta !== undefined ? clustering.beta : heuristicBeta(embedded.points, clustering.centroids);
}

/** The summary on stdout. */
function tell(run: PictureRun, { json, quiet, out }: ExplainImagesOptions): void {
  if (json) process.stdout.write(jsonText(pictureRunJson(run)));
  else if (quiet !== true) {
    const report = pathToFileURL(resolve(out, reportFileName)).href;
    process.stdout.write(`${pictureRunText(run)}\n\nOpen the report: ${report}\n`);
  }
}
