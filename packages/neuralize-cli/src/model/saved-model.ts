import type { TableModel } from "neuralize";
import { chooseModelColumns, type HeldOutColumns } from "../table/choose-model-columns.ts";
import { profileTable } from "../table/profile-table.ts";
import type { Table } from "../table/table.ts";
import type { Clustering } from "./clustering.ts";

/**
 * The clustering of a saved model, for rows of another table: same columns, scaling, categories, centroids and β.
 * @throws NeuralizeError MISSING_COLUMNS, MISMATCHED_COLUMNS, NOT_FINITE, MISSING_CELLS.
 */
export async function savedModel(
  table: Table,
  model: TableModel,
  title: string,
  heldOut: HeldOutColumns,
): Promise<Clustering> {
  const choice = await chooseModelColumns(table, model.columns, heldOut);
  // What the model cannot fill is an error; what it can, it fills as when it was fitted.
  const missing = model.columns.every(({ fill }) => fill === null) ? "error" : "mean";
  return {
    columns: model.columns,
    scaling: model.scaling,
    centroids: model.centroids,
    choice,
    profile: await profileTable(table, choice.columns, { missing, filledBy: "model" }),
    missing,
    source: title,
    seed: model.training?.seed ?? 0,
    restarts: model.training?.restarts ?? 0,
    beta: model.beta,
    ...(model.clusters.length === model.centroids.length && { names: model.clusters.map(({ name }) => name) }),
    notes: [],
  };
}
