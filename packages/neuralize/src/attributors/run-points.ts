import type { EngineTensor, Feed, Session } from "../engine.ts";
import { invalidOption, noBatchAxis } from "../errors/messages.ts";
import { elementCount } from "../graph/tensor.ts";
import { type Floats, floats, type Rows } from "./rows.ts";

/** A number of inputs that are made when they are needed: steps, draws, windows of some rows. */
export interface Points {
  readonly count: number;
  /** Writes the numbers of a point. */
  readonly write: (point: number, into: Floats) => void;
  /** The entry that is explained at a point. */
  readonly target?: (point: number) => number;
  /** What is put on the explained output at a point, for explainers that are given it. */
  readonly initial?: { readonly shape: readonly number[]; readonly write: (point: number, into: Floats) => void };
}

/** A loaded model, and the names of its inputs besides the rows. */
export interface LoadedModel {
  readonly session: Session;
  readonly target?: string;
  readonly initial?: string;
}

export interface RunControl {
  readonly batch?: number | undefined;
  readonly progress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the model gives for one point. */
export interface PointOutputs {
  /** The part of a floating output that belongs to the point, flat; valid until the next run. */
  readonly floats: (name: string) => Floats;
  /** The number of an integer output [N]. */
  readonly whole: (name: string) => number;
  /** The shape of an output for all points of the run, and their number. */
  readonly dims: (name: string) => { readonly dims: readonly number[]; readonly points: number };
}

// 2 MiB of float32: three pictures of 224 × 224, whose activations in a deep network take some hundred times as much.
const mostNumbers = 2 ** 19;
const mostPoints = 1024;

/**
 * Runs a model on points: as many at once as fit a batch, the last one filled up where the model fixes its size.
 * @param rows what an input looks like.
 * @param constants further inputs, the same for every run.
 */
export async function runPoints(
  model: LoadedModel,
  rows: Rows,
  points: Points,
  control: RunControl,
  read: (point: number, outputs: PointOutputs) => void,
  constants: Readonly<Record<string, Feed>> = {},
): Promise<void> {
  const { batch, progress, signal } = control;
  const most = Math.min(batchSize(batch, rows.length), points.count);
  const fill = (run: number, own: number, start: number, length: number, write: Points["write"]): Floats => {
    const data = floats(rows.type, run * length);
    for (let k = 0; k < own; k++) write(start + k, data.subarray(k * length, (k + 1) * length));
    // A batch of fixed size is filled up with its last point.
    for (let k = own; k < run; k++) data.copyWithin(k * length, (own - 1) * length, own * length);
    return data;
  };
  for (let start = 0; start < points.count; ) {
    signal?.throwIfAborted();
    const own = Math.min(rows.fixed ?? most, points.count - start);
    const run = rows.fixed ?? own;
    const of = (shape: readonly number[], write: Points["write"]): Feed => ({
      type: rows.type,
      dims: [run, ...shape],
      data: fill(run, own, start, elementCount(shape), write),
    });
    const feeds: Record<string, Feed> = { ...constants, [rows.name]: of(rows.shape, points.write) };
    if (model.target !== undefined)
      feeds[model.target] = targets(run, (k) => points.target?.(start + Math.min(k, own - 1)) ?? 0);
    if (model.initial !== undefined && points.initial !== undefined)
      feeds[model.initial] = of(points.initial.shape, points.initial.write);
    const outputs = await model.session.run(feeds);
    for (let k = 0; k < own; k++) read(start + k, outputsOf(outputs, k, run));
    start += own;
    progress?.(start, points.count);
  }
}

function batchSize(asked: number | undefined, length: number): number {
  if (asked === undefined) return Math.max(1, Math.min(mostPoints, Math.floor(mostNumbers / Math.max(1, length))));
  if (!Number.isInteger(asked) || asked < 1) throw invalidOption("batch", asked, "a whole number of at least 1");
  return asked;
}

const targets = (count: number, target: (k: number) => number): Feed => ({
  type: "int64",
  dims: [count],
  data: BigInt64Array.from({ length: count }, (_, k) => BigInt(target(k))),
});

function outputsOf(outputs: Readonly<Record<string, EngineTensor>>, k: number, points: number): PointOutputs {
  const part = <T extends Floats | BigInt64Array>(name: string): T => {
    const { data, dims } = outputs[name] as EngineTensor & { readonly data: T };
    if ((dims[0] ?? 1) % points !== 0) throw noBatchAxis(name, dims, points);
    const length = data.length / points;
    return data.subarray(k * length, (k + 1) * length) as T;
  };
  return {
    floats: part<Floats>,
    whole: (name) => Number(part<BigInt64Array>(name)[0]),
    dims: (name) => ({ dims: outputs[name]?.dims ?? [], points }),
  };
}
