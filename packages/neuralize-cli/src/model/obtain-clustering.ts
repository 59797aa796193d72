import { basename } from "node:path";
import type { Engine } from "neuralize";
import { readCentroids } from "../table/centroid-file.ts";
import { chooseColumns } from "../table/choose-columns.ts";
import { readModel } from "../table/model-file.ts";
import type { Table } from "../table/table.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Clustering } from "./clustering.ts";
import { type ClusteringRequest, checkRequest, isOnnx } from "./clustering-request.ts";
import { fitTable } from "./fit-table.ts";
import { givenCentroids } from "./given-centroids.ts";
import { givenClusters } from "./given-clusters.ts";
import { importedModel } from "./imported-model.ts";
import { savedModel } from "./saved-model.ts";

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
  checkRequest(request);
  const { model, centroids, clusters, seed, missing, restarts, k } = request;
  if (model !== undefined) {
    const heldOut = {
      ...(request.id !== undefined && { id: request.id }),
      ...(request.label !== undefined && { label: request.label }),
    };
    if (isOnnx(model)) return importedModel(table, model, request, heldOut, engine);
    return savedModel(table, await readModel(model), basename(model), heldOut);
  }
  const choice = await chooseColumns(table, definedOnly(request));
  const scale = request.scale ?? "standard";
  if (centroids !== undefined) {
    return givenCentroids(table, choice, await readCentroids(centroids), basename(centroids), {
      scale,
      missing,
      seed,
    });
  }
  if (clusters !== undefined) return givenClusters(table, choice, clusters, { scale, missing, seed }, progress);
  return fitTable(table, choice, engine, { k: k ?? 2, scale, missing, seed, restarts }, progress);
}

const definedOnly = ({ columns, exclude, categorical, id, label, clusters }: ClusteringRequest) => ({
  ...(columns && { columns }),
  ...(exclude && { exclude }),
  ...(categorical && { categorical }),
  ...(id !== undefined && { id }),
  ...(label !== undefined && { label }),
  ...(clusters !== undefined && { clusters }),
});
