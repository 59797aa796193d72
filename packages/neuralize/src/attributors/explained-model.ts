import type { Engine, Feed } from "../engine.ts";
import type { Graph, Value } from "../graph/value.ts";
import type { AttributeOptions, AttributorOptions, Explained } from "./attributor.ts";
import { explainerGraph, type PropagationOptions, type TargetSource } from "./explainer-graph.ts";
import { type KeptModels, keepModels } from "./keep-models.ts";
import { outputs } from "./names.ts";
import { type Rows, rowOf, rowsOf } from "./rows.ts";
import { type LoadedModel, type Points, type RunControl, runPoints } from "./run-points.ts";
import { scoreGraph } from "./score-graph.ts";
import { type Subject, subjectOf } from "./subject.ts";
import { namedTargets } from "./targets.ts";

/** A model on an engine, and what is explained of it: the ground that every method stands on. */
export interface ExplainedModel {
  /** Rows and targets of one call, checked. */
  readonly prepare: (x: Feed, options: AttributeOptions) => Prepared;
  /** Its forward pass. */
  readonly scorer: (call: Prepared) => Promise<LoadedModel>;
  /** Its explainer by one set of rules. */
  readonly explainer: (call: Prepared, source: TargetSource, options: PropagationOptions) => Promise<LoadedModel>;
  readonly models: KeptModels;
  readonly close: () => Promise<void>;
}

/** One call of `attribute`. */
export interface Prepared {
  readonly rows: Rows;
  readonly subject: Subject;
  /** Tells rows of other shapes apart, where the model's file leaves sizes open. */
  readonly key: string;
  /** The targets that the caller named. */
  readonly named: Int32Array | undefined;
  readonly control: RunControl;
}

/** @throws (when rows are prepared) NeuralizeError, see `Attributor.attribute`. */
export function explainedModel(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  { batch }: AttributorOptions,
  to?: Value,
): ExplainedModel {
  const models = keepModels(engine);
  const subjects = new Map<string, Subject>();
  return {
    models,
    prepare: (x, options) => {
      const rows = rowsOf(graph, x);
      const key = rows.shape.join("×");
      const subject = subjects.get(key) ?? subjectOf(graph, explained, rows.shape, to);
      subjects.set(key, subject);
      const { progress, signal } = options;
      return {
        rows,
        subject,
        key,
        named: namedTargets(options, subject.entries, rows.count),
        control: { batch, progress, signal },
      };
    },
    scorer: ({ key, subject }) => models.get(`score ${key}`, () => scoreGraph(subject)),
    explainer: ({ key, subject }, source, options) =>
      models.get(`${source} ${key}`, () => explainerGraph(subject, source, options)),
    close: models.close,
  };
}

/** The rows themselves as points. */
export const rowPoints = ({ rows, named }: Prepared): Points => ({
  count: rows.count,
  write: (row, into) => into.set(rowOf(rows.data, row, rows.length)),
  ...(named && { target: (row: number) => named[row] ?? 0 }),
});

/** What is explained of every row, and the explained number. */
export interface Decided {
  readonly target: Int32Array | undefined;
  readonly output: Float64Array;
}

/** Settles the targets of all rows on the rows themselves: the named ones, or what the model decides. */
export async function decide(model: ExplainedModel, call: Prepared): Promise<Decided> {
  const { rows, named, subject, control } = call;
  const target = subject.entries.kind === "one" ? undefined : (named ?? new Int32Array(rows.count));
  const output = new Float64Array(rows.count);
  const { batch, signal } = control;
  await runPoints(await model.scorer(call), rows, rowPoints(call), { batch, signal }, (row, { floats, whole }) => {
    const own = target !== undefined && named === undefined;
    if (own) target[row] = whole(outputs.decision);
    output[row] = floats(own ? outputs.decided : outputs.output)[0] ?? Number.NaN;
  });
  return { target, output };
}

/** The explained number at points, [points], for targets that are settled. */
export async function scoresOf(
  model: ExplainedModel,
  call: Prepared,
  points: Points,
  control: RunControl = call.control,
): Promise<Float64Array> {
  const scores = new Float64Array(points.count);
  await runPoints(await model.scorer(call), call.rows, points, control, (point, { floats }) => {
    scores[point] = floats(outputs.output)[0] ?? Number.NaN;
  });
  return scores;
}
