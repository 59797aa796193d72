import { basename } from "node:path";
import { type Engine, type Graph, type Matrix, type Model, NeuralizeError, type Value } from "neuralize";
import { nothingRecognisedInNetwork } from "../../errors/messages.ts";
import { trustedMatch } from "../../model/imported-model.ts";
import { readOnnx } from "../../model/read-onnx.ts";
import { choosePreprocessing } from "../preprocess/choose-preprocessing.ts";
import { type NetworkInput, networkInput } from "../preprocess/network-input.ts";
import type { Preprocessing } from "../preprocess/preprocessing.ts";
import { embeddingTensor } from "./embedding-tensor.ts";

/** A network that turns pictures into points, which are clustered. */
export interface ImageNetwork {
  /** File name of the model. */
  readonly title: string;
  readonly graph: Graph;
  readonly input: NetworkInput;
  /** [N, D] */
  readonly points: Value;
  /** Name of the tensor that is clustered. */
  readonly tensor: string;
  /** How points come from the tensor, where they are not the tensor itself. */
  readonly note?: string;
  readonly preprocessing: Preprocessing;
  /** Where the preprocessing comes from: "imagenet", or a file's name. */
  readonly preprocessedBy: string;
}

type PictureModel = Pick<ImageNetwork, "title" | "input" | "preprocessing" | "preprocessedBy"> & {
  readonly model: Model;
};

/**
 * Reads a model that takes pictures, for the size that the preprocessing makes them.
 * @param preprocess option of the command, see `choosePreprocessing`
 * @throws what `readOnnx`, `networkInput` and `choosePreprocessing` throw
 */
export async function readPictureModel(path: string, preprocess: string | undefined): Promise<PictureModel> {
  const title = basename(path);
  const model = await readOnnx(path);
  const input = networkInput(model.graph, title);
  const { preprocessing, source } = await choosePreprocessing(preprocess, path, input);
  const found = { title, input, preprocessing, preprocessedBy: source };
  if (input.height !== undefined && input.width !== undefined) return { ...found, model };
  const [height, width] = preprocessing.size;
  const batch = input.batch ?? "N";
  const shape =
    input.layout === "NCHW" ? [batch, input.channels, height, width] : [batch, height, width, input.channels];
  return { ...found, model: await readOnnx(path, { inputShapes: { [input.name]: shape } }) };
}

/**
 * A feature extractor, cut at the tensor that is clustered.
 * @throws what `readPictureModel` and `embeddingTensor` throw
 */
export async function extractorNetwork(
  path: string,
  embedding: string | undefined,
  preprocess: string | undefined,
): Promise<ImageNetwork> {
  const { model, ...read } = await readPictureModel(path, preprocess);
  const { points, tensor, note } = embeddingTensor(model, embedding, read.input.layout, read.title);
  return { ...read, graph: model.graph, points, tensor, ...(note !== undefined && { note }) };
}

/** A network with its clustering. */
export interface ClusteringNetwork {
  readonly network: ImageNetwork;
  /** [K, D] */
  readonly centroids: Matrix;
}

/**
 * A network with a k-means head inside: recognised by structure, proved by numbers.
 * @throws what `readPictureModel` throws; NOTHING_RECOGNISED, UNTRUSTED_MATCH
 */
export async function clusteringNetwork(
  path: string,
  preprocess: string | undefined,
  engine: Engine,
): Promise<ClusteringNetwork> {
  const { model, ...read } = await readPictureModel(path, preprocess);
  const { match, centroids } = await trustedMatch(model, read.title, engine).catch((error: unknown) => {
    throw error instanceof NeuralizeError && error.code === "NOTHING_RECOGNISED"
      ? nothingRecognisedInNetwork(read.title, error)
      : error;
  });
  const [tensor] = [...model.values].find(([, value]) => value === match.points) ?? ["points"];
  return {
    network: { ...read, graph: model.graph, points: match.points, tensor },
    centroids: {
      data: Float64Array.from(centroids.flat()),
      rows: centroids.length,
      columns: centroids[0]?.length ?? 0,
    },
  };
}
