import { usage } from "../errors/messages.ts";
import type { ColumnOptions } from "../table/choose-columns.ts";
import type { Scaling } from "../table/encoding.ts";
import type { MissingCells } from "../table/profile-table.ts";
import type { ClusterCount } from "./fit-points.ts";

/** Where a clustering comes from: exactly one of k, clusters, model, centroids. */
export interface ClusteringRequest extends Omit<ColumnOptions, "forModel"> {
  readonly k?: ClusterCount;
  readonly model?: string;
  readonly centroids?: string;
  readonly scale?: Scaling;
  readonly missing: MissingCells;
  readonly seed: number;
  readonly restarts: number;
}

/**
 * Refuses options that contradict each other or are missing; nothing has to be read for that.
 * @throws NeuralizeError USAGE
 */
export function checkRequest(request: ClusteringRequest): void {
  checkSource(request);
  if (request.model !== undefined) checkModelOptions(request.model, request);
  checkRoles(request);
  if (request.centroids !== undefined && request.scale === undefined) {
    throw usage(
      "Say in which space the centroids are: --scale none for raw units, --scale standard or --scale minmax for columns scaled like this table's.",
    );
  }
}

function checkSource({ k, clusters, model, centroids }: ClusteringRequest): void {
  const sources = { "-k": k, "--clusters": clusters, "--model": model, "--centroids": centroids };
  const given = Object.entries(sources).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  if (given.length === 0) {
    throw usage(
      "Say which clustering: -k 5 or -k 2..10 to fit one, --clusters COLUMN for one that is there, --model FILE, or --centroids FILE.",
    );
  }
  if (given.length > 1) throw usage(`${given.join(" and ")} name different clusterings; give one of them.`);
}

export const isOnnx = (path: string): boolean => path.toLowerCase().endsWith(".onnx");

// An ONNX pipeline does not name its columns.
const chosenByUser = new Set(["--columns", "--exclude"]);

function checkModelOptions(model: string, { scale, columns, exclude, categorical }: ClusteringRequest): void {
  const options = { "--scale": scale, "--columns": columns, "--exclude": exclude, "--categorical": categorical };
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined && !(isOnnx(model) && chosenByUser.has(option))) {
      throw usage(`${option} belongs to the model, which brings its own; leave it away with --model.`);
    }
  }
}

/** A column is clustered by, left out, or held out: not two of these. */
function checkRoles({ columns = [], exclude = [], categorical = [], id, label, clusters }: ClusteringRequest): void {
  if (clusters !== undefined && label !== undefined) {
    throw usage(
      "--clusters is compared with the assignment already; leave --label away or hold it out with --exclude.",
    );
  }
  const taken = { "--columns": columns, "--categorical": categorical };
  const single = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);
  const kept = { "--exclude": exclude, "--id": single(id), "--label": single(label), "--clusters": single(clusters) };
  for (const [takes, names] of Object.entries(taken)) {
    for (const [keeps, others] of Object.entries(kept)) {
      const both = names.find((name) => others.includes(name));
      if (both !== undefined) {
        throw usage(`${takes} and ${keeps} both name ${JSON.stringify(both)}: it is clustered by or it is not.`);
      }
    }
  }
}
