import type { Feed } from "../engine.ts";
import { wrongInitialRelevance } from "../errors/messages.ts";
import { typeOf } from "../graph/node.ts";
import { showShape } from "../graph/shapes.ts";
import type { Attribution, PropagatingOptions } from "./attributor.ts";
import { type ExplainedModel, type Prepared, rowPoints } from "./explained-model.ts";
import type { PropagationOptions } from "./explainer-graph.ts";
import { outputs } from "./names.ts";
import { finite } from "./narrowed.ts";
import { type Floats, floats, rowOf } from "./rows.ts";
import { type Points, runPoints } from "./run-points.ts";

/** What a single pass takes besides the rows. */
export interface SinglePass {
  readonly method: string;
  readonly propagation: PropagationOptions;
  /** What is put on the explained output, for `initialRelevance: "given"`: one row for each of x. */
  readonly initial?: PropagatingOptions["initialRelevance"];
  readonly constants?: Readonly<Record<string, Feed>>;
}

/** Relevance of rows by one run of an explainer on each. */
export async function singlePass(
  model: ExplainedModel,
  call: Prepared,
  { method, propagation, initial, constants }: SinglePass,
): Promise<Attribution> {
  const { rows, named, subject, control } = call;
  const explainer = await model.explainer(call, named === undefined ? "decided" : "given", propagation);
  const target = subject.entries.kind === "one" ? undefined : (named ?? new Int32Array(rows.count));
  const output = new Float64Array(rows.count);
  let data: Floats = new Float32Array(0);
  let dims: readonly number[] = [0, ...(typeOf(subject.to).shape ?? []).slice(1).map(Number)];
  const points = withInitial(rowPoints(call), call, initial);
  const read: Parameters<typeof runPoints>[4] = (row, run) => {
    const part = run.floats(outputs.relevance);
    if (row === 0) {
      const [first = 1, ...others] = run.dims(outputs.relevance).dims;
      dims = [(first / run.dims(outputs.relevance).points) * rows.count, ...others];
      data = floats(rows.type, part.length * rows.count);
    }
    data.set(part, row * part.length);
    output[row] = run.floats(outputs.output)[0] ?? Number.NaN;
    if (target !== undefined && named === undefined) target[row] = run.whole(outputs.decision);
  };
  await runPoints(explainer, rows, points, control, read, constants);
  return { relevance: { dims, data: finite(method, data, data.length / Math.max(1, rows.count)) }, target, output };
}

/** Points with what is put on the explained output at each. @throws WRONG_INPUT */
export function withInitial(
  points: Points,
  { rows, subject }: Prepared,
  initial: PropagatingOptions["initialRelevance"],
  rowAt: (point: number) => number = (point) => point,
): Points {
  if (typeof initial !== "object") return points;
  const { explained } = subject;
  const [, ...shape] = explained.head ? ["N"] : (typeOf(explained.from).shape ?? []);
  const [count, ...given] = initial.dims;
  if (
    count !== rows.count ||
    given.length !== shape.length ||
    shape.some((size, i) => typeof size === "number" && size !== given[i])
  )
    throw wrongInitialRelevance(showShape(initial.dims), showShape([rows.count, ...shape]));
  const length = given.reduce((product, size) => product * size, 1);
  const numbers = floats(rows.type, rows.count * length);
  numbers.set(initial.data as ArrayLike<number>);
  return {
    ...points,
    initial: { shape: given, write: (point, into) => into.set(rowOf(numbers, rowAt(point), length)) },
  };
}
