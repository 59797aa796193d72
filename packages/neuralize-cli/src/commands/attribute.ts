import { basename } from "node:path";
import { type Attribution, type Engine, type Graph, type Model, NeuralizeError, type TargetChoice } from "neuralize";
import { type AttributorParts, chooseAttributor, measuredConservation } from "../attribute/choose-attributor.ts";
import { conservationJson, conservationText } from "../attribute/conservation-table.ts";
import { heatmaps, requirePictures } from "../attribute/heatmaps.ts";
import { checkSettings } from "../attribute/method-settings.ts";
import { readArray } from "../attribute/read-array.ts";
import { type ReadRows, readRows } from "../attribute/read-rows.ts";
import { type AttributionRun, summaryJson, summaryText } from "../attribute/summary.ts";
import { openEngine } from "../engines/open-engine.ts";
import { inFile, outputNotFinite, usage, wrongTargets } from "../errors/messages.ts";
import { type FileSet, fileSet } from "../files/file-set.ts";
import { refuseOverwriting } from "../files/refuse-overwriting.ts";
import { checkWritable } from "../files/whole-file.ts";
import { networkInput } from "../images/preprocess/network-input.ts";
import type { Layout } from "../images/preprocess/preprocessing.ts";
import { type ChosenComposite, chooseCanonizers, chooseComposite } from "../model/choose-composite.ts";
import { chooseExplained, tensorNamed } from "../model/choose-explained.ts";
import { blamingWeights } from "../model/not-finite-weights.ts";
import { readOnnx } from "../model/read-onnx.ts";
import { writeNpy } from "../npy/npy.ts";
import { type Progress, progressOn } from "../terminal/progress.ts";
import type { AttributeOptions } from "./attribute-options.ts";

const defaultComposite = "epsilon_plus";

/** `neuralize attribute`: the relevance of rows or a picture for what a model computes, by any method. */
export async function attribute(path: string, options: AttributeOptions): Promise<void> {
  checkSettings(options.method, options);
  const { out, heatmap, json, conservation } = options;
  if (out === undefined && heatmap === undefined && !json && !conservation)
    throw usage("Say where the relevance goes: -o r.npy, --heatmap why.png, or --json for its sums alone.");
  const places = [out, heatmap].filter((place) => place !== undefined);
  refuseOverwriting(places, [path, options.model]);
  for (const place of places) checkWritable(place);
  // What is wrong with the rules is told before anything is read; the box follows from the preprocessing later.
  await rulesOf(options, { low: 0, high: 1 });
  const progress = progressOn(process.stderr, options.quiet === true);
  const files = fileSet();
  try {
    const run = await attributeInto(files, path, options, progress);
    progress.finish();
    files.commit();
    if (json) process.stdout.write(summaryJson(run));
    else if (options.quiet !== true) process.stdout.write(summaryText(run));
  } finally {
    files.discard();
    progress.finish();
  }
}

/** The rules of the methods that have some; gradients have them only where they are asked for. */
const rulesOf = async (
  options: AttributeOptions,
  known: Readonly<Record<string, unknown>>,
): Promise<ChosenComposite | undefined> =>
  options.method === "lrp" || options.composite !== undefined
    ? requireRules(await chooseComposite(options, defaultComposite, known))
    : undefined;

function requireRules(composite: ChosenComposite): ChosenComposite {
  if (composite.rules !== "gradient") return composite;
  throw usage("--composite gradient is no set of rules: say --method gradient, or another method.");
}

async function attributeInto(
  files: FileSet,
  path: string,
  options: AttributeOptions,
  progress: Progress,
): Promise<AttributionRun> {
  const title = basename(options.model);
  const model = await readOnnx(options.model);
  const rows = await readRows(path, model.graph, options.model, options.preprocess);
  const composite = await rulesOf(options, { ...rows.bounds });
  const canonizers = chooseCanonizers(options.canonizers);
  const engine = await openEngine(options.engine, options);
  const chosen = await chooseExplained(model, title, options, engine);
  const to = options.to === undefined ? undefined : tensorNamed(model, options.to, "--to", title);
  const { explained } = chosen;
  const parts = { graph: model.graph, explained, to, x: rows.feed, composite, canonizers };
  const target = await targetOf(options);
  const attribution = await inRows(rows.title, model.graph, async () => {
    const found = await attributed(parts, options, target, engine, progress);
    const wrong = found.output.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw outputNotFinite(chosen.title, wrong, found.output[wrong] ?? Number.NaN);
    return found;
  });
  progress.stage("measuring conservation");
  const kept = options.conservation ? await measuredConservation(parts, options, engine, target) : undefined;
  const written = await writeResults(files, attribution, rows, model, options);
  return {
    title: rows.title,
    model: title,
    method: options.method,
    ...(composite && { rules: composite }),
    explained: chosen.title,
    clusters: explained.head !== undefined,
    ...(chosen.missed && { missed: chosen.missed }),
    attribution,
    ...(options.to !== undefined && { to: options.to }),
    files: written,
    ...(kept && { conservation: { text: conservationText(kept), json: conservationJson(kept) } }),
  };
}

/** Errors of the library about the rows, with their file's name in front, and weights that may be the cause. */
async function inRows<T>(title: string, graph: Graph, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof NeuralizeError)) throw error;
    if (error.code === "NOT_FINITE") throw blamingWeights(graph, inFile(title, error));
    throw error.code === "WRONG_INPUT" ? inFile(title, error) : error;
  }
}

async function attributed(
  parts: AttributorParts,
  options: AttributeOptions,
  target: TargetChoice,
  engine: Engine,
  progress: Progress,
): Promise<Attribution> {
  const attributor = await chooseAttributor(parts, options, engine);
  progress.stage(`explaining by ${options.method}`);
  let known = 0;
  try {
    return await attributor.attribute(parts.x, {
      target,
      progress: (done, total) => {
        if (total !== known) progress.stage(`explaining by ${options.method}`, total);
        known = total;
        progress.advance(done);
      },
    });
  } finally {
    await attributor.close();
  }
}

async function targetOf({ target }: AttributeOptions): Promise<TargetChoice> {
  if (target === "assigned" || target === "argmax" || typeof target === "number") return target;
  const { shape, data } = await readArray(target, "target");
  const title = basename(target);
  if (shape.length !== 1) throw wrongTargets(title, `is an array [${shape.join(", ")}]`);
  const wrong = data.findIndex((value) => !Number.isInteger(value) || value < 0);
  if (wrong >= 0) throw wrongTargets(title, `holds ${data[wrong]} at place ${wrong}`);
  return data;
}

/** Writes what is asked for. @returns the paths */
async function writeResults(
  files: FileSet,
  { relevance }: Attribution,
  { picture }: ReadRows,
  { graph }: Model,
  { out, heatmap, plain, colormap, to }: AttributeOptions,
): Promise<readonly string[]> {
  const written: string[] = [];
  const write = (path: string, content: Uint8Array): void => {
    files.write(path, content);
    written.push(path);
  };
  if (heatmap !== undefined) requirePictures(relevance.dims);
  if (out !== undefined) write(out, writeNpy({ shape: relevance.dims, data: relevance.data }));
  if (heatmap === undefined) return written;
  const style = {
    colormap,
    picture: plain ? undefined : picture,
    layout: to === undefined ? layoutOf(graph) : ("NCHW" as const),
  };
  for await (const { path, content } of heatmaps(relevance, heatmap, style)) write(path, content);
  return written;
}

/** Inputs of other than 1 or 3 channels are taken to have them first. */
function layoutOf(graph: Graph): Layout {
  try {
    return networkInput(graph, "").layout;
  } catch {
    return "NCHW";
  }
}
