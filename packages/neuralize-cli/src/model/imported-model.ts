import type { Engine } from "neuralize";
import { usage } from "../errors/messages.ts";
import type { HeldOutColumns } from "../table/choose-model-columns.ts";
import type { Table } from "../table/table.ts";
import type { Clustering } from "./clustering.ts";
import type { ClusteringRequest } from "./obtain-clustering.ts";

/** The clustering inside an ONNX pipeline, for rows of a table. */
export async function importedModel(
  _table: Table,
  _path: string,
  _request: ClusteringRequest,
  _heldOut: HeldOutColumns,
  _engine: Engine,
): Promise<Clustering> {
  throw usage("ONNX models cannot be read by explain yet.");
}
