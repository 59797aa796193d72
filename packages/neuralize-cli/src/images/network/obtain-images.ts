import { basename } from "node:path";
import type { Engine, Matrix } from "neuralize";
import { usage, wrongModel } from "../../errors/messages.ts";
import { isOnnx } from "../../model/clustering-request.ts";
import { type ClusterCount, fitPoints } from "../../model/fit-points.ts";
import type { KSelection } from "../../report/page-data.ts";
import { quantity } from "../../report/phrases.ts";
import type { Progress } from "../../terminal/progress.ts";
import { type EmbeddedPictures, embedPictures } from "../explain/embed-pictures.ts";
import type { SavedExplanation } from "../explain/image-explanation.ts";
import type { PictureFiles } from "../explain/picture-batches.ts";
import { readImageModel } from "./image-model.ts";
import { clusteringNetwork, extractorNetwork, type ImageNetwork } from "./image-network.ts";

/** Where a clustering of pictures comes from: an extractor and k, or a model. */
export interface ImageRequest {
  readonly extractor?: string;
  readonly embedding?: string;
  readonly preprocess?: string;
  readonly k?: ClusterCount;
  readonly model?: string;
  readonly seed: number;
  readonly restarts: number;
}

/** A clustering of pictures, wherever it came from. */
export interface ImageClustering {
  readonly network: ImageNetwork;
  /** [K, D] */
  readonly centroids: Matrix & { readonly data: Float64Array };
  /** "k-means, k = 8, best of 10 restarts", "model.json". */
  readonly source: string;
  readonly seed: number;
  /** 0 where nothing was fitted. */
  readonly restarts: number;
  /** β that comes with a model. */
  readonly beta?: number | null;
  /** Names that come with a model. */
  readonly names?: readonly string[];
  readonly kSelection?: KSelection;
  /** How a model explains its clusters. */
  readonly explanation?: SavedExplanation;
}

export interface ObtainedImages {
  readonly clustering: ImageClustering;
  readonly embedded: EmbeddedPictures;
}

/**
 * Refuses options that contradict each other or are missing; nothing has to be read for that.
 * @throws USAGE
 */
export function checkImageRequest({ extractor, embedding, preprocess, k, model }: ImageRequest): void {
  if (model === undefined && extractor === undefined)
    throw usage(
      "Say how pictures are compared: --extractor NETWORK.onnx with -k 8, or --model with a network that has a k-means inside, or with a saved model.json.",
    );
  if (model === undefined) {
    if (k === undefined) throw usage("Say how many clusters: -k 8, or -k 2..10 to choose by silhouette.");
    return;
  }
  const own = { "--extractor": extractor, "--embedding": embedding, "-k": k };
  for (const [option, value] of Object.entries(own))
    if (value !== undefined)
      throw usage(`${option} belongs to the model, which brings its own; leave it away with --model.`);
  if (preprocess !== undefined && !isOnnx(model))
    throw usage("--preprocess belongs to the model, which brings its own; leave it away with --model model.json.");
}

/**
 * Reads the network, runs all pictures through it, and fits or takes over the clusters.
 * @throws what reading the network, `embedPictures` and `fitPoints` throw
 */
export async function obtainImages(
  pictures: PictureFiles,
  request: ImageRequest,
  engine: Engine,
  progress: Progress,
): Promise<ObtainedImages> {
  const { model, extractor = "", seed, restarts } = request;
  if (model !== undefined) {
    const clustering = await givenClustering(model, request, engine);
    const embedded = await embedPictures(pictures, clustering.network, engine, progress);
    if (embedded.points.columns !== clustering.centroids.columns)
      throw wrongModel(
        basename(model),
        "centroids",
        `they have ${clustering.centroids.columns} numbers, but the network gives ${embedded.points.columns}`,
      );
    return { clustering, embedded };
  }
  const network = await extractorNetwork(extractor, request.embedding, request.preprocess);
  const embedded = await embedPictures(pictures, network, engine, progress);
  const { fit, kSelection } = await fitPoints(
    embedded.points,
    request.k ?? 2,
    { seed, restarts, basis: "all pictures", unit: "pictures" },
    engine,
    progress,
  );
  const source = `k-means, k = ${fit.centroids.rows}, best of ${quantity(restarts, "restart")}`;
  const clustering = { network, centroids: fit.centroids, source, seed, restarts, ...(kSelection && { kSelection }) };
  return { clustering, embedded };
}

async function givenClustering(
  model: string,
  { preprocess, seed }: ImageRequest,
  engine: Engine,
): Promise<ImageClustering> {
  if (isOnnx(model)) {
    const { network, centroids } = await clusteringNetwork(model, preprocess, engine);
    const data = Float64Array.from(centroids.data);
    return { network, centroids: { ...centroids, data }, source: basename(model), seed, restarts: 0 };
  }
  const { network, centroids, beta, clusters, training, explanation } = await readImageModel(model);
  return {
    network,
    centroids,
    source: basename(model),
    seed: training.seed,
    restarts: training.restarts,
    beta,
    names: clusters.map(({ name }) => name),
    ...(explanation && { explanation }),
  };
}
