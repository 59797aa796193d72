import { basename } from "node:path";
import {
  type ClusteringMatch,
  type Engine,
  encode,
  endings,
  type Feed,
  type Graph,
  lower,
  type Model,
  numbersOf,
  recogniseClusterings,
  type Session,
  topologicalOrder,
  typeOf,
  type Value,
} from "neuralize";
import {
  emptyBatch,
  inputMismatch,
  mixedColumns,
  noSuchColumn,
  nothingRecognised,
  untrustedMatch,
  usage,
} from "../errors/messages.ts";
import { chooseColumns } from "../table/choose-columns.ts";
import type { HeldOutColumns } from "../table/choose-model-columns.ts";
import type { ChosenColumn, ColumnChoice } from "../table/column-choice.ts";
import { nearestName } from "../table/nearest-name.ts";
import { profileTable } from "../table/profile-table.ts";
import type { Table } from "../table/table.ts";
import type { ColumnProfile } from "../table/table-profile.ts";
import type { Clustering } from "./clustering.ts";
import type { ClusteringRequest } from "./clustering-request.ts";
import { rowsOf } from "./fit-table.ts";
import { blamingWeights } from "./not-finite-weights.ts";
import { type Preprocessing, type ProbedColumn, probePreprocessing } from "./probe-preprocessing.ts";
import { proveMatch } from "./prove-match.ts";
import { readOnnx } from "./read-onnx.ts";

/**
 * The clustering inside an ONNX pipeline, for rows of a table: recognised by structure, proved by numbers, and its
 * preprocessing read off column by column, so that everything after works as for a model of our own. A single input
 * takes the columns by position, several by their names.
 * @throws NeuralizeError NOTHING_RECOGNISED, UNTRUSTED_MATCH, INPUT_MISMATCH, MIXED_COLUMNS, and those of reading.
 */
export async function importedModel(
  table: Table,
  path: string,
  request: ClusteringRequest,
  heldOut: HeldOutColumns,
  engine: Engine,
): Promise<Clustering> {
  const title = basename(path);
  const model = await readOnnx(path);
  const { match, centroids } = await trustedMatch(model, title, engine);
  const { choice, mapping } = await mappedColumns(table, model.graph, request, heldOut, title);
  // What is missing becomes of the model's own filling; whether it fills at all shows below.
  const profile = await profileTable(table, choice.columns, { missing: "mean" });
  const session = await engine.load(encode(lower({ inputs: model.graph.inputs, outputs: { points: match.points } })));
  try {
    const known = encodedValues(model.graph);
    const run = preprocessing(session, model.graph.inputs, title);
    const probed = await probePreprocessing(
      profile.columns.map((column) => probedColumn(column, known)),
      run,
    );
    if ("unlike" in probed) {
      checkWhole(model.graph, choice.columns, profile.columns, table.title, title);
      throw blamingWeights(model.graph, mixedColumns(title, probed.unlike));
    }
    const byName = new Map(choice.columns.map((column, i) => [column.name, { column, profile: profile.columns[i] }]));
    const ordered = probed.columns.map(({ name }) => byName.get(name));
    const columns = probed.columns.map((column) =>
      column.kind === "category" || byName.get(column.name)?.column.kind !== "date"
        ? column
        : { ...column, kind: "date" as const },
    );
    const chosen: ColumnChoice = {
      ...choice,
      columns: columns.map((column, i) =>
        column.kind === "category"
          ? {
              name: column.name,
              kind: "category",
              coded: column.codes !== undefined,
              categories: column.categories,
              ...(column.codes && { codes: column.codes }),
            }
          : (ordered[i]?.column ?? { name: column.name, kind: "number" }),
      ),
    };
    const missing = columns.every(({ fill }) => fill === null) ? "error" : "mean";
    return {
      columns,
      scaling: "none",
      centroids,
      choice: chosen,
      profile: await profileTable(table, chosen.columns, { missing, filledBy: "model" }),
      missing,
      source: `${title} (${match.description})`,
      seed: request.seed,
      restarts: 0,
      notes: [mapping],
    };
  } finally {
    await session.close();
  }
}

export interface TrustedMatch {
  readonly match: ClusteringMatch;
  /** [K][D] */
  readonly centroids: readonly (readonly number[])[];
}

/** The one clustering of a model, with its numbers checked. */
export async function trustedMatch(model: Model, title: string, engine: Engine): Promise<TrustedMatch> {
  const { matches, misses } = recogniseClusterings(model.graph);
  const [match] = matches;
  if (match === undefined) {
    throw nothingRecognised(title, [
      ...misses.map(({ at, reason }) => `${at}: ${reason}.`),
      `It ends in ${endings(model.graph).join(", ")}.`,
    ]);
  }
  const proof = await proveMatch(match, model.graph, engine);
  if (!proof.trusted)
    throw blamingWeights(model.graph, untrustedMatch(title, match.description, proof.reason ?? "its distances differ"));
  return { match, centroids: rowsOf(proof.centroids) };
}

const inputName = (value: Value): string => (value.producer.kind === "input" ? value.producer.name : "");

async function mappedColumns(
  table: Table,
  graph: Graph,
  request: ClusteringRequest,
  heldOut: HeldOutColumns,
  title: string,
): Promise<{ choice: ColumnChoice; mapping: string }> {
  const { inputs } = graph;
  const held = { ...heldOut, ...(request.exclude && { exclude: request.exclude }), forModel: true };
  const [only, ...others] = inputs;
  const width = only && typeOf(only).shape?.[1];
  if (only !== undefined && others.length === 0 && width !== 1) {
    const choice = await chooseColumns(table, { ...held, ...(request.columns && { columns: request.columns }) });
    const columns = request.columns === undefined ? choice.columns : inOrder(choice.columns, request.columns);
    if (typeof width === "number" && columns.length !== width) {
      throw inputMismatch(
        title,
        `its input "${inputName(only)}" takes ${width} columns, but ${columns.length} of ${table.title} were chosen (${names(columns)})`,
      );
    }
    return {
      choice: { ...choice, columns },
      mapping: `Columns were matched to the input "${inputName(only)}" of ${title} by position: ${names(columns)}.`,
    };
  }
  if (request.columns !== undefined || request.exclude !== undefined) {
    throw usage(
      `${request.columns === undefined ? "--exclude" : "--columns"}: the inputs of ${title} name the columns that it takes; leave the option away.`,
    );
  }
  const wanted = inputs.map(inputName);
  const present = table.columns.map(({ name }) => name);
  const absent = wanted.find((name) => !present.includes(name));
  if (absent !== undefined) throw noSuchColumn(table.title, absent, title, present, nearestName(absent, present));
  const choice = await chooseColumns(table, { ...heldOut, forModel: true, columns: wanted });
  return {
    choice: { ...choice, columns: inOrder(choice.columns, wanted) },
    mapping: `Columns were matched to the inputs of ${title} by name: ${wanted.join(", ")}.`,
  };
}

/** @throws INPUT_MISMATCH when an input of whole numbers is to take a column of fractions */
function checkWhole(
  { inputs }: Graph,
  columns: readonly ChosenColumn[],
  profiles: readonly ColumnProfile[],
  table: string,
  title: string,
): void {
  columns.forEach(({ name }, i) => {
    const input = inputs.length === 1 ? inputs[0] : inputs[i];
    const profile = profiles[i];
    if (input === undefined || profile === undefined || profile.kind === "category" || !isInteger(input)) return;
    const { minimum, maximum } = profile.distribution;
    if (!Number.isInteger(minimum) || !Number.isInteger(maximum))
      throw inputMismatch(
        title,
        `its input "${inputName(input)}" takes whole numbers, and ${name} of ${table} holds others`,
      );
  });
}

const names = (columns: readonly ChosenColumn[]): string => columns.map(({ name }) => name).join(", ");

const inOrder = (columns: readonly ChosenColumn[], order: readonly string[]): readonly ChosenColumn[] =>
  [...columns].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));

// A column with more different whole numbers than this is a number, not a code.
const mostCodes = 64;

/** The values that the model one-hot encodes, of all its columns together: which column is whose shows when they are tried. */
interface EncodedValues {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

function encodedValues(graph: Graph): EncodedValues {
  const constants = topologicalOrder(Object.values(graph.outputs)).flatMap(({ operator, inputs }) => {
    const producer = operator.type === "OneHotEncoding" ? inputs[1]?.producer : undefined;
    return producer?.kind === "constant" ? [producer.tensor] : [];
  });
  return {
    texts: constants.flatMap((tensor) => tensor.strings ?? []),
    numbers: constants.flatMap((tensor) => (tensor.strings === undefined ? numbersOf(tensor) : [])),
  };
}

function probedColumn(profile: ColumnProfile, { texts, numbers }: EncodedValues): ProbedColumn {
  const { name } = profile;
  if (profile.kind === "category")
    return { name, kind: "category", categories: [...new Set([...texts, ...profile.categories])] };
  const { minimum, maximum } = profile.distribution;
  const whole = Number.isInteger(minimum) && Number.isInteger(maximum) && maximum - minimum < mostCodes;
  const codes = whole ? Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i) : [];
  return {
    name,
    kind: profile.kind,
    low: minimum,
    high: maximum > minimum ? maximum : minimum + 1,
    codes: [...new Set([...numbers, ...codes])],
  };
}

/** Runs the model's preprocessing on rows that are given in the order of its inputs. */
function preprocessing(session: Session, inputs: readonly Value[], title: string): Preprocessing {
  const declared = inputs[0] && typeOf(inputs[0]).shape?.[0];
  return async (rows) => {
    // A model that was exported for a fixed batch gets full batches, the last one padded with its own last row.
    const batch = typeof declared === "number" ? declared : rows.length;
    if (batch === 0) throw emptyBatch(title);
    const points: (readonly number[])[] = [];
    for (let start = 0; start < rows.length; start += batch) {
      const own = rows.slice(start, start + batch);
      const full = Array.from({ length: batch }, (_, i) => own[Math.min(i, own.length - 1)] ?? []);
      points.push(...(await runBatch(session, inputs, full)).slice(0, own.length));
    }
    return points;
  };
}

type Row = readonly (number | string)[];

async function runBatch(
  session: Session,
  inputs: readonly Value[],
  rows: readonly Row[],
): Promise<readonly (readonly number[])[]> {
  const [only, ...others] = inputs;
  const single = only !== undefined && others.length === 0;
  const fed = (value: Value, i: number): Feed => {
    if (single) return feed(value, rows.flat(), [rows.length, rows[0]?.length ?? 0]);
    const dims = typeOf(value).shape?.length === 1 ? [rows.length] : [rows.length, 1];
    return feed(
      value,
      rows.map((row) => row[i] ?? Number.NaN),
      dims,
    );
  };
  // An assignment to feeds["__proto__"] would be lost; this is none.
  const feeds = Object.fromEntries(inputs.map((value, i): [string, Feed] => [inputName(value), fed(value, i)]));
  const { points } = await session.run(feeds);
  const found = rowsOf({
    data: Float64Array.from(points?.data as ArrayLike<number>),
    rows: rows.length,
    columns: points?.dims[1] ?? 0,
  });
  // Integers have no NaN: what the model makes of a missing one cannot be asked, so nothing fills it.
  const unanswerable = (row: Row): boolean =>
    row.some((cell, i) => Number.isNaN(cell) && isInteger((single ? only : inputs[i]) as Value));
  return found.map((point, i) => (unanswerable(rows[i] ?? []) ? point.map(() => Number.NaN) : point));
}

const isInteger = (value: Value): boolean => typeOf(value).type === "int64" || typeOf(value).type === "int32";

function feed(value: Value, cells: readonly (number | string)[], dims: readonly number[]): Feed {
  const { type } = typeOf(value);
  if (type === "string") return { type, dims, data: cells.map(String) };
  const numbers = cells.map(Number);
  if (type === "float64") return { type, dims, data: Float64Array.from(numbers) };
  // Integers have no NaN: a missing cell is tried as 0, which is then no fill.
  if (type === "int64")
    return {
      type,
      dims,
      data: BigInt64Array.from(numbers, (number) => BigInt(Number.isNaN(number) ? 0 : Math.trunc(number))),
    };
  return { type: "float32", dims, data: Float32Array.from(numbers) };
}
