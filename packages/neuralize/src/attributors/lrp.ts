import type { Composite } from "../composites/composite.ts";
import type { Engine, Feed, Session } from "../engine.ts";
import { invalidOption, invalidStiffness } from "../errors/messages.ts";
import type { Graph, Value } from "../graph/value.ts";
import type { KMeansHead } from "../heads/neuralize.ts";
import type { Attributor, Explained, PropagatingOptions } from "./attributor.ts";
import { type ExplainedModel, explainedModel, type Prepared, rowPoints } from "./explained-model.ts";
import { propagationOf } from "./explainer-graph.ts";
import { outputs } from "./names.ts";
import { runPoints } from "./run-points.ts";
import { evidenceGraph } from "./score-graph.ts";
import { singlePass } from "./single-pass.ts";

export interface LrpOptions extends PropagatingOptions {
  /** Rules, given the stiffness of min-takes-most. */
  readonly composite: (beta: number | Value) => Composite;
  /** Stiffness β ≥ 0; "auto" (default) is 1 / mean evidence of the rows of a call, for rules that read it. */
  readonly beta?: number | "auto";
  /** Where relevance is wanted; default: at the input. */
  readonly to?: Value;
}

/** Layer-wise relevance propagation. Starts from the explained number itself unless told otherwise. MATH.md §3. */
export function lrp(engine: Engine, graph: Graph, explained: Explained, options: LrpOptions): Attributor {
  const model = explainedModel(engine, graph, explained, options, options.to);
  const propagation = propagationOf(options, options.composite, "output");
  const { beta, initialRelevance } = options;
  if (typeof beta === "number" && !(beta >= 0)) throw invalidStiffness(beta);
  return {
    method: "lrp",
    attribute: async (x, attributeOptions = {}) => {
      const call = model.prepare(x, attributeOptions);
      const { session } = await model.explainer(call, call.named === undefined ? "decided" : "given", propagation);
      const stiffness = await stiffnessOf(model, call, session, beta);
      const constants = stiffness === undefined ? {} : { beta: scalarFeed(stiffness) };
      const attribution = await singlePass(model, call, {
        method: "lrp",
        propagation,
        initial: initialRelevance,
        constants,
      });
      return { ...attribution, ...(stiffness !== undefined && { beta: stiffness }) };
    },
    close: model.close,
  };
}

/** The stiffness that a loaded explainer takes; undefined where none of its rules reads it. */
export const stiffnessOf = async (
  model: ExplainedModel,
  call: Prepared,
  { inputs }: Session,
  beta: LrpOptions["beta"] = "auto",
): Promise<number | undefined> =>
  // A network may call its own input so.
  inputs.includes("beta") && call.rows.name !== "beta"
    ? beta === "auto"
      ? await ofRows(model, call)
      : beta
    : undefined;

export const scalarFeed = (value: number): Feed => ({ type: "float32", dims: [], data: Float32Array.of(value) });

/** 1 / mean evidence of the rows of a call. */
async function ofRows({ models }: ExplainedModel, call: Prepared): Promise<number> {
  const { rows, subject, key, control } = call;
  const { explained, graph } = subject;
  if (explained.head === undefined)
    throw invalidOption(
      "beta",
      "auto",
      "a number where no k-means head is explained: there is no evidence to take it from",
    );
  const evidence = await models.get(`evidence ${key}`, () => evidenceGraph(graph, explained));
  let sum = 0;
  const { batch, signal } = control;
  await runPoints(evidence, rows, rowPoints(call), { batch, signal }, (_, { floats }) => {
    sum += floats(outputs.output)[0] ?? Number.NaN;
  });
  return sum > 0 ? rows.count / sum : Number.POSITIVE_INFINITY;
}

/**
 * NEON's heuristic for the stiffness of a k-means head, from rows x of the model's input: 1 / mean evidence of their
 * assigned clusters against all others; ∞ where every row is a tie. MATH.md §1.
 * @throws NeuralizeError as `Attributor.attribute`
 */
export async function heuristicStiffness(engine: Engine, graph: Graph, head: KMeansHead, x: Feed): Promise<number> {
  const model = explainedModel(engine, graph, { head }, {});
  try {
    return await ofRows(model, model.prepare(x, {}));
  } finally {
    await model.close();
  }
}
