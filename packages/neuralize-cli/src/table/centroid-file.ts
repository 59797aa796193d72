import { basename, extname } from "node:path";
import { wrongCentroids } from "../errors/messages.ts";
import { readBounded } from "../files/read-bounded.ts";
import { readNpy } from "../npy/npy.ts";
import { splitRecords } from "./csv-records.ts";
import { notJson } from "./json-reader.ts";

/** Centroids from a file, in whatever space they were written. */
export interface CentroidFile {
  /** Names of the columns, if the file has them. */
  readonly columns?: readonly string[];
  /** [K][D], finite. */
  readonly centroids: readonly (readonly number[])[];
}

/** 1 GiB would hold 10⁴ centroids in 10⁴ dimensions. */
const largestFile = 2 ** 30;

/**
 * Reads centroids, one per row, from CSV (with or without a header of column names), JSON (an array of arrays, an array
 * of objects by column name, or `{ "columns": [...], "centroids": [...] }`) or .npy (float32 or float64,
 * two-dimensional). In a CSV with a header, columns without a single number are names of the rows, and left out.
 *
 * @throws CANNOT_OPEN; WRONG_CENTROIDS with row and column (from 0) of the first entry at fault; WRONG_NPY
 */
export async function readCentroids(path: string): Promise<CentroidFile> {
  const title = basename(path);
  const bytes = await readBounded(path, largestFile, (size) => wrongCentroids(title, `it has ${size} bytes`));
  const extension = extname(path).toLowerCase();
  if (extension === ".npy") return fromNpy(bytes, title);
  if (extension === ".json") return fromJson(bytes.toString("utf8"), title);
  if (extension === ".csv" || extension === ".tsv" || extension === ".txt")
    return fromCsv(bytes.toString("utf8"), title);
  throw wrongCentroids(title, `its name ends in "${extension}"`);
}

function fromNpy(bytes: Uint8Array, title: string): CentroidFile {
  const { shape, data } = readNpy(bytes, title);
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined)
    throw wrongCentroids(title, `its array has ${shape.length} dimensions, not two`);
  return checked(
    title,
    Array.from({ length: rows }, (_, k) => [...data.subarray(k * columns, (k + 1) * columns)]),
  );
}

function fromJson(text: string, title: string): CentroidFile {
  const content = parseJson(text, title);
  if (Array.isArray(content)) return isRecord(content[0]) ? fromRecords(content, title) : checked(title, content);
  if (typeof content !== "object" || content === null || !("centroids" in content) || !Array.isArray(content.centroids))
    throw wrongCentroids(title, 'it is neither an array of arrays or objects nor an object with "centroids"');
  if (!("columns" in content)) return checked(title, content.centroids);
  const { columns } = content;
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string"))
    throw wrongCentroids(title, 'its "columns" are not all text');
  return checked(title, content.centroids, columns);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every record has the columns of the first. */
function fromRecords(records: readonly unknown[], title: string): CentroidFile {
  const columns = Object.keys(isRecord(records[0]) ? records[0] : {});
  const rows = records.map((record) => (isRecord(record) ? columns.map((name) => record[name]) : record));
  return checked(title, rows, columns);
}

function parseJson(text: string, title: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw wrongCentroids(title, notJson(error));
  }
}

function fromCsv(text: string, title: string): CentroidFile {
  const options = { most: Number.POSITIVE_INFINITY, complete: true };
  const { records } = splitRecords(text.replace(/^\uFEFF/, ""), [",", ";", "\t"], options);
  const cells = records.map((record) => record.map((cell) => cell.trim()));
  const header = cells[0]?.some((cell) => !isNumber(cell)) === true ? cells[0] : undefined;
  const rows = cells.slice(header === undefined ? 0 : 1);
  const named = header?.map((_, i) => rows.length > 0 && !rows.some((row) => isNumber(row[i] ?? "")));
  const kept = (row: readonly string[]) => row.filter((_, i) => named?.[i] !== true);
  const numbers = rows.map((row) => kept(row).map((cell) => (isNumber(cell) ? Number(cell) : cell)));
  return checked(title, numbers, header && kept(header));
}

const isNumber = (cell: string) => /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(cell);

function checked(title: string, rows: readonly unknown[], columns?: readonly string[]): CentroidFile {
  const width = columns?.length ?? (Array.isArray(rows[0]) ? rows[0].length : 0);
  if (rows.length === 0 || width === 0) throw wrongCentroids(title, "it is empty");
  const centroids = rows.map((row, k) => {
    if (!Array.isArray(row)) throw wrongCentroids(title, `row ${k} is not a list of numbers`);
    if (row.length !== width)
      throw wrongCentroids(title, `row ${k} has ${row.length} entries where ${width} are expected`);
    return row.map((value: unknown, i) => {
      if (typeof value === "number" && Number.isFinite(value)) return value;
      throw wrongCentroids(title, `row ${k}, column ${columns?.[i] ?? i} holds ${shown(value)}`);
    });
  });
  return columns === undefined ? { centroids } : { columns, centroids };
}

const shown = (value: unknown) =>
  typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing").slice(0, 40);
