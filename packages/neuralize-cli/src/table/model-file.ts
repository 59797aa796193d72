import { basename } from "node:path";
import type { TableCluster, TableColumn, TableModel, TableTraining } from "neuralize";
import { unknownModelVersion, wrongModel } from "../errors/messages.ts";
import { readBounded } from "../files/read-bounded.ts";
import { writeWholeFile } from "../files/whole-file.ts";
import { encodedLengths } from "./encoding.ts";
import { type Fields, type JsonPlace, jsonReader } from "./json-reader.ts";

/** 10⁴ centroids in 10⁴ dimensions take some 2 GB as text; models that people exchange are far smaller. */
const largestFile = 2 ** 29;

/** The text of model.json: indented, but with one line per centroid. */
export function modelText(model: TableModel): string {
  const { centroids, ...rest } = model;
  const rows = centroids.map((centroid) => `    ${JSON.stringify(centroid)}`).join(",\n");
  // The last key of the indented rest is followed by the centroids, which would take one line per number otherwise.
  return JSON.stringify(rest, undefined, 2).replace(/\n\}$/, `,\n  "centroids": [\n${rows}\n  ]\n}\n`);
}

/** Writes model.json, complete or not at all. @throws DISK_FULL, CANNOT_WRITE */
export const writeModel = (path: string, model: TableModel): void => writeWholeFile(path, modelText(model));

/**
 * Reads model.json, whoever wrote it: every field is checked for type, range and length before it is used.
 *
 * @throws CANNOT_OPEN; UNKNOWN_MODEL_VERSION; WRONG_MODEL with the place at fault, e.g. "centroids[2][0]"
 */
export async function readModel(path: string): Promise<TableModel> {
  const title = basename(path);
  const bytes = await readBounded(path, largestFile, (size) => wrongModel(title, "", `it has ${size} bytes`));
  return parseModel(bytes.toString("utf8"), title);
}

/** The model that a text of model.json holds; errors as in `readModel`. */
export function parseModel(text: string, title: string): TableModel {
  const root = jsonReader(text, (place, what) => wrongModel(title, place, what));
  const fields = root.object();
  const format = fields.required("format").text();
  const version = fields.required("version").number();
  if (format !== "neuralize-kmeans" || version !== 1)
    throw unknownModelVersion(title, `${JSON.stringify(format)} version ${version}`);
  const columns = fields.required("columns").array(readColumn);
  if (columns.length === 0) throw fields.required("columns").fault("there are none");
  checkUnique(fields.required("columns"), columns);
  const dimensions = encodedLengths(columns).reduce((sum, length) => sum + length, 0);
  const centroids = fields.required("centroids").array((centroid) => {
    const values = centroid.numbers();
    if (values.length !== dimensions)
      throw centroid.fault(`it has ${values.length} numbers but the columns encode to ${dimensions}`);
    return values;
  });
  if (centroids.length === 0) throw fields.required("centroids").fault("there are none");
  const beta = fields.required("beta").orNull((value) => value.atLeast(0));
  const clusters = fields.required("clusters").array((cluster, k) => readCluster(cluster, k));
  if (clusters.length !== centroids.length)
    throw fields.required("clusters").fault(`there are ${clusters.length} for ${centroids.length} centroids`);
  const training = fields.optional("training");
  return {
    format,
    version,
    columns,
    scaling: fields.required("scaling").oneOf(["standard", "minmax", "none"]),
    centroids,
    beta,
    clusters,
    ...(training === undefined ? {} : { training: readTraining(training.object()) }),
  };
}

function readColumn(place: JsonPlace): TableColumn {
  const fields = place.object();
  const name = fields.required("name").text();
  const kind = fields.required("kind").oneOf(["number", "date", "category"]);
  if (kind !== "category")
    return {
      name,
      kind,
      offset: fields.required("offset").number(),
      scale: fields.required("scale").positive(),
      fill: fields.required("fill").orNull((value) => value.number()),
    };
  const categories = fields.required("categories").array((category) => category.text());
  if (categories.length === 0) throw fields.required("categories").fault("there are none");
  if (new Set(categories).size < categories.length)
    throw fields.required("categories").fault("they are not all different");
  const codes = fields.optional("codes")?.numbers();
  if (codes !== undefined && codes.length !== categories.length)
    throw fields.required("codes").fault(`there are ${codes.length} for ${categories.length} categories`);
  return {
    name,
    kind,
    categories,
    ...(codes === undefined ? {} : { codes }),
    weight: fields.required("weight").positive(),
    fill: fields.required("fill").orNull((value) => value.index(categories.length)),
  };
}

function checkUnique(place: JsonPlace, columns: readonly TableColumn[]) {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw place.fault(`${JSON.stringify(name)} occurs twice`);
    seen.add(name);
  }
}

function readCluster(place: JsonPlace, k: number): TableCluster {
  const fields = place.object();
  const cluster = fields.required("cluster").number();
  if (cluster !== k) throw fields.required("cluster").fault(`it is ${cluster} where ${k} is expected`);
  return { cluster, name: fields.required("name").text(), size: fields.required("size").atLeast(0) };
}

const readTraining = (fields: Fields): TableTraining => ({
  source: fields.required("source").text(),
  rows: fields.required("rows").atLeast(0),
  seed: fields.required("seed").number(),
  restarts: fields.required("restarts").atLeast(0),
  inertia: fields.required("inertia").atLeast(0),
  meanEvidence: fields.required("meanEvidence").number(),
});
