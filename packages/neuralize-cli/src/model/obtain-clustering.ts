import { basename } from "node:path";
import type { Engine } from "neuralize";
import { usage } from "../errors/messages.ts";
import { readCentroids } from "../table/centroid-file.ts";
import { chooseColumns } from "../table/choose-columns.ts";
import type { Scaling } from "../table/encoding.ts";
import { readModel } from "../table/model-file.ts";
import type { MissingCells } from "../table/profile-table.ts";
import type { Table } from "../table/table.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Clustering } from "./clustering.ts";
import { type ClusterCount, fitTable } from "./fit-table.ts";
import { givenCentroids } from "./given-centroids.ts";
import { givenClusters } from "./given-clusters.ts";
import { importedModel } from "./imported-model.ts";
import { savedModel } from "./saved-model.ts";

/** Where a clustering comes from: exactly one of k, clusters, model, centroids. */
export interface ClusteringRequest {
  readonly k?: ClusterCount;
  readonly clusters?: string;
  readonly model?: string;
  readonly centroids?: string;
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly categorical?: readonly string[];
  readonly id?: string;
  readonly label?: string;
  readonly scale?: Scaling;
  readonly missing: MissingCells;
  readonly seed: number;
  readonly restarts: number;
}

/**
 * Fits, imports or reads the clustering that the options name.
 * @throws NeuralizeError USAGE when they name none or several, and whatever the source throws.
 */
export async function obtainClustering(
  table: Table,
  request: ClusteringRequest,
  engine: Engine,
  progress: Progress,
): Promise<Clustering> {
  const sources = [
    ["-k", request.k],
    ["--clusters", request.clusters],
    ["--model", request.model],
    ["--centroids", request.centroids],
  ] as const;
  const given = sources.filter(([, value]) => value !== undefined).map(([name]) => name);
  if (given.length !== 1) {
    throw usage(
      given.length === 0
        ? "Say which clustering: -k 5 or -k 2..10 to fit one, --clusters COLUMN for one that is there, --model FILE, or --centroids FILE."
        : `${given.join(" and ")} name different clusterings; give one of them.`,
    );
  }
  const { model, centroids, clusters, seed, missing, restarts, k } = request;
  if (model !== undefined) {
    for (const [option, value] of [
      ["--scale", request.scale],
      ["--columns", request.columns],
      ["--exclude", request.exclude],
      ["--categorical", request.categorical],
    ] as const) {
      if (value !== undefined && !(isOnnx(model) && chosenByUser.has(option))) {
        throw usage(`${option} belongs to the model, which brings its own; leave it away with --model.`);
      }
    }
    const heldOut = {
      ...(request.id !== undefined && { id: request.id }),
      ...(request.label !== undefined && { label: request.label }),
    };
    if (isOnnx(model)) return importedModel(table, model, request, heldOut, engine);
    return savedModel(table, await readModel(model), basename(model), heldOut);
  }
  const choice = await chooseColumns(table, definedOnly(request));
  if (centroids !== undefined) {
    if (request.scale === undefined) {
      throw usage(
        "Say in which space the centroids are: --scale none for raw units, --scale standard or --scale minmax for columns scaled like this table's.",
      );
    }
    return givenCentroids(table, choice, await readCentroids(centroids), basename(centroids), {
      scale: request.scale,
      missing,
      seed,
    });
  }
  const scale = request.scale ?? "standard";
  if (clusters !== undefined) return givenClusters(table, choice, clusters, { scale, missing, seed }, progress);
  return fitTable(table, choice, engine, { k: k ?? 2, scale, missing, seed, restarts }, progress);
}

// An ONNX pipeline does not name its columns.
const chosenByUser = new Set(["--columns", "--exclude"]);

const isOnnx = (path: string): boolean => path.toLowerCase().endsWith(".onnx");

const definedOnly = ({ columns, exclude, categorical, id, label, clusters }: ClusteringRequest) => ({
  ...(columns && { columns }),
  ...(exclude && { exclude }),
  ...(categorical && { categorical }),
  ...(id !== undefined && { id }),
  ...(label !== undefined && { label }),
  ...(clusters !== undefined && { clusters }),
});
