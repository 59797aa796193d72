import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { encode, lower, type Matrix } from "neuralize";
import { unknownModelVersion, wrongExtractor, wrongModel } from "../../errors/messages.ts";
import { readBounded } from "../../files/read-bounded.ts";
import { readOnnx } from "../../model/read-onnx.ts";
import { type JsonPlace, jsonReader } from "../../table/json-reader.ts";
import type { SavedExplanation } from "../explain/image-explanation.ts";
import { preprocessingFromJson } from "../preprocess/from-json.ts";
import { networkInput } from "../preprocess/network-input.ts";
import type { Preprocessing } from "../preprocess/preprocessing.ts";
import type { ImageNetwork } from "./image-network.ts";

/** A saved clustering of pictures, beside which its network lies. */
export interface ImageModel {
  readonly network: ImageNetwork;
  /** [K, D] */
  readonly centroids: Matrix & { readonly data: Float64Array };
  /** Stiffness β ≥ 0; null for ∞. */
  readonly beta: number | null;
  readonly clusters: readonly { readonly cluster: number; readonly name: string; readonly size: number }[];
  readonly training: ImageTraining;
  /** How its clusters are explained; absent in files of versions that did not state it. */
  readonly explanation?: SavedExplanation;
}

export interface ImageTraining {
  /** "k-means, k = 8, best of 10 restarts". */
  readonly source: string;
  readonly pictures: number;
  readonly seed: number;
  /** 0 where nothing was fitted. */
  readonly restarts: number;
  readonly inertia: number;
  readonly meanEvidence: number;
}

export const extractorFileName = "extractor.onnx";
const format = "neuralize-image-kmeans";
const largestFile = 2 ** 29;

/** The network up to its points, as a file: input in, `embedding` [N, D] out. */
export const encodedExtractor = ({ graph, points }: ImageNetwork): Uint8Array =>
  encode(lower({ inputs: graph.inputs, outputs: { embedding: points } }), { name: "extractor" });

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The text of model.json: one line per centroid. @param extractor the bytes of the file beside it */
export function imageModelText(model: ImageModel, extractor: Uint8Array): string {
  const { network, centroids, beta, clusters, training, explanation } = model;
  const { size, resize, resample, layout, channels, range, mean, std } = network.preprocessing;
  const head = {
    format,
    version: 1,
    extractor: { file: extractorFileName, sha256: digest(extractor), from: network.title },
    embedding: { tensor: network.tensor, ...(network.note !== undefined && { note: network.note }) },
    preprocessing: { size, resize, resample, layout, channels, range, mean, std },
    beta,
    ...(explanation && { explanation }),
    clusters,
    training,
  };
  const rows = Array.from({ length: centroids.rows }, (_, k) =>
    JSON.stringify(Array.from(centroids.data.subarray(k * centroids.columns, (k + 1) * centroids.columns))),
  );
  // The last key of the indented rest is followed by the centroids, which would take one line per number otherwise.
  return JSON.stringify(head, undefined, 2).replace(
    /\n\}$/,
    () => `,\n  "centroids": [\n    ${rows.join(",\n    ")}\n  ]\n}\n`,
  );
}

/** Whether a file is a model.json of pictures; anything else, and what cannot be read, is not. */
export async function isImageModel(path: string): Promise<boolean> {
  try {
    const bytes = await readBounded(path, largestFile, () => new RangeError("too large"));
    const root = JSON.parse(bytes.toString("utf8"));
    return root?.format === format;
  } catch {
    return false;
  }
}

/**
 * Reads model.json and the network beside it, whoever wrote them.
 * @throws CANNOT_OPEN, UNKNOWN_MODEL_VERSION, WRONG_MODEL with the place at fault; WRONG_EXTRACTOR; those of `readOnnx`
 */
export async function readImageModel(path: string): Promise<ImageModel> {
  const title = basename(path);
  const bytes = await readBounded(path, largestFile, (size) => wrongModel(title, "", `it has ${size} bytes`));
  const root = jsonReader(bytes.toString("utf8"), (place, what) => wrongModel(title, place, what));
  const fields = root.object();
  const found = fields.required("format").text();
  const version = fields.required("version").number();
  if (found !== format || version !== 1)
    throw unknownModelVersion(title, `${JSON.stringify(found)} version ${version}`);
  const network = await readNetwork(path, fields.required("extractor"), fields);
  const centroids = readCentroids(fields.required("centroids"));
  const clusters = fields.required("clusters").array((cluster, k) => ({
    cluster: k,
    name: cluster.object().required("name").text(),
    size: cluster.object().required("size").atLeast(0),
  }));
  if (clusters.length !== centroids.rows)
    throw fields.required("clusters").fault(`there are ${clusters.length} for ${centroids.rows} centroids`);
  const training = fields.required("training").object();
  const explanation = fields.optional("explanation")?.object();
  return {
    network,
    ...(explanation && {
      explanation: {
        composite: explanation.required("composite").json(),
        canonizers: explanation.required("canonizers").array((name) => name.text()),
        pool: explanation.required("pool").oneOf(["min", "logmeanexp"]),
      },
    }),
    centroids,
    beta: fields.required("beta").orNull((value) => value.atLeast(0)),
    clusters,
    training: {
      source: training.required("source").text(),
      pictures: training.required("pictures").atLeast(0),
      seed: training.required("seed").atLeast(0),
      restarts: training.required("restarts").atLeast(0),
      inertia: training.required("inertia").atLeast(0),
      meanEvidence: training.required("meanEvidence").number(),
    },
  };
}

async function readNetwork(
  path: string,
  extractor: JsonPlace,
  fields: ReturnType<JsonPlace["object"]>,
): Promise<ImageNetwork> {
  const file = extractor.object().required("file").text();
  // A name and no path: what a model.json names lies beside it.
  if (basename(file) !== file || file === "" || file.startsWith(".") || file.includes("\\"))
    throw extractor.fault("its file is not a plain name");
  const beside = join(dirname(path), file);
  if (!existsSync(beside)) throw wrongExtractor(file, `it does not lie beside ${basename(path)}, which names it`);
  const bytes = await readBounded(beside, 2 ** 31, (size) => wrongExtractor(file, `it has ${size} bytes`));
  if (digest(bytes) !== extractor.object().required("sha256").text())
    throw wrongExtractor(file, `it is not the network that ${basename(path)} was saved with`);
  const { graph } = await readOnnx(beside);
  const points = graph.outputs.embedding;
  if (points === undefined) throw wrongExtractor(file, "it has no output embedding");
  const input = networkInput(graph, file);
  const embedding = fields.required("embedding").object();
  const note = embedding.optional("note")?.text();
  return {
    title: extractor.object().required("from").text(),
    graph,
    input,
    points,
    tensor: embedding.required("tensor").text(),
    ...(note !== undefined && { note }),
    preprocessing: savedPreprocessing(fields.required("preprocessing"), basename(path), input),
    preprocessedBy: basename(path),
  };
}

const savedPreprocessing = (place: JsonPlace, title: string, input: ImageNetwork["input"]): Preprocessing =>
  preprocessingFromJson(JSON.stringify(place.json()), `${title}, preprocessing`, input);

function readCentroids(place: JsonPlace): ImageModel["centroids"] {
  const rows = place.array((row) => row.numbers());
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) throw place.fault("there are none");
  const odd = rows.findIndex((row) => row.length !== columns);
  if (odd >= 0) throw place.fault(`row ${odd} has ${rows[odd]?.length} numbers where ${columns} are expected`);
  return { data: Float64Array.from(rows.flat()), rows: rows.length, columns };
}
