import type { Composite } from "./composites/composite.ts";
import { tableComposite } from "./composites/table.ts";
import { missingInput } from "./errors/messages.ts";
import { input, scalarLike } from "./graph/node.ts";
import type { Graph, Value } from "./graph/value.ts";
import { fuse } from "./heads/fuse.ts";
import { lower } from "./heads/lower.ts";
import { type KMeansHead, type NeuralizeOptions, neuralize } from "./heads/neuralize.ts";
import { expand } from "./ops/expand.ts";
import { shape } from "./ops/shape.ts";
import { relevance } from "./relevance.ts";

/** What is put on the explained output: its own value, so that relevance sums to it, or 1. */
export type InitialRelevance = "output" | "one-hot";

export interface CompileOptions extends NeuralizeOptions {
  readonly head: KMeansHead;
  /** Stiffness β ≥ 0 of min-takes-most: a number, or "input" for a required input `beta` (float32 scalar). */
  readonly beta?: number | "input";
  /** Rules; default: midpoint on the head, preprocessing passed through. "gradient" for none. */
  readonly composite?: ((beta: number | Value) => Composite) | "gradient";
  readonly initialRelevance?: InitialRelevance;
  /** Values that relevance is wanted for, by the name of its output; default: every input, `relevance` if it is one. */
  readonly to?: Readonly<Record<string, Value>>;
  /** Names of the outputs to keep; default: all. */
  readonly outputs?: readonly string[];
}

/** Every stage of a compilation, in order: what `inspect --pass` prints. */
export interface Stages {
  readonly neuralize: Graph;
  readonly relevance: Graph;
  readonly fuse: Graph;
  readonly lower: Graph;
}

export interface Compiled {
  readonly graph: Graph;
  readonly stages: Stages;
}

/**
 * Compiles a graph with a k-means head into its explainer: the user's inputs (and `beta`) in; `cluster` [N],
 * `runner_up` [N], `discriminants` [N, K], `evidence` [N] and `relevance` (the shape of each input) out, in standard operators.
 * @throws NeuralizeError NOT_DIFFERENTIABLE, NOTHING_TO_CONTRAST, NO_SUCH_CLUSTER.
 */
export function compile(graph: Graph, options: CompileOptions): Compiled {
  const { initialRelevance = "output", composite = tableComposite, beta: stiffness = "input" } = options;
  const head = neuralize(options.head, options);
  const beta = stiffness === "input" ? input("beta", "float32", []) : stiffness;
  const { cluster, runnerUp, discriminants, evidence } = head;
  const inputs = typeof beta === "number" || composite === "gradient" ? graph.inputs : [...graph.inputs, beta];
  const neuralized: Graph = { inputs, outputs: { cluster, runner_up: runnerUp, discriminants, evidence } };
  const to = options.to ?? defaultDestinations(graph);
  const seed = initialRelevance === "output" ? evidence : expand(scalarLike(evidence, 1), shape(evidence));
  const relevances = relevance({
    seeds: new Map([[evidence, seed]]),
    to: Object.values(to),
    ruleOf: composite === "gradient" ? () => undefined : composite(beta)(neuralized),
  });
  const outputs = Object.keys(to).map((name, i): [string, Value] => {
    const value = relevances[i];
    if (value === undefined) throw missingInput(name);
    return [name, value];
  });
  const every = { ...neuralized.outputs, ...Object.fromEntries(outputs) };
  const explained: Graph = { inputs, outputs: pick(every, options.outputs) };
  const fused = fuse(explained);
  const lowered = lower(fused);
  return { graph: lowered, stages: { neuralize: neuralized, relevance: explained, fuse: fused, lower: lowered } };
}

/** The outputs asked for: what nobody asks for is not computed. */
const pick = (
  outputs: Readonly<Record<string, Value>>,
  names: readonly string[] | undefined,
): Readonly<Record<string, Value>> =>
  names === undefined ? outputs : Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name)));

const defaultDestinations = ({ inputs }: Graph): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    inputs.map((value) => {
      const name = value.producer.kind === "input" ? value.producer.name : "x";
      return [inputs.length === 1 ? "relevance" : `relevance_${name}`, value];
    }),
  );
