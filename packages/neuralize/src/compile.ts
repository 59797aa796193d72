import type { Canonizer, CanonizerMatch } from "./canonizers/canonizer.ts";
import { standardCanonizers } from "./canonizers/standard.ts";
import type { Composite } from "./composites/composite.ts";
import { defaultComposite } from "./composites/default.ts";
import { NeuralizeError } from "./errors/error.ts";
import { missingInput, notDifferentiable, outputNotChosen, reservedOutput } from "./errors/messages.ts";
import { checkGraph } from "./graph/check.ts";
import { mergeEqual } from "./graph/merge-equal.ts";
import { input, typeOf } from "./graph/node.ts";
import { isFloating } from "./graph/tensor.ts";
import { topologicalOrder } from "./graph/topology.ts";
import type { Graph, Value } from "./graph/value.ts";
import { fuse } from "./heads/fuse.ts";
import { lower } from "./heads/lower.ts";
import { type KMeansHead, type NeuralizeOptions, neuralize } from "./heads/neuralize.ts";
import { constantLike } from "./ops/constant-like.ts";
import { type RelevanceRequest, relevance } from "./relevance.ts";
import { type InitialRelevance, type OutputTarget, seedOf } from "./seed.ts";
import { absorbNumbers } from "./simplify/absorb-numbers.ts";
import { clippedOnce } from "./simplify/clipped-once.ts";
import { joinedOutputs } from "./simplify/joined-outputs.ts";
import { joinedSums } from "./simplify/joined-sums.ts";
import { simplify } from "./simplify/simplify.ts";
import { unsupportedNodes } from "./unsupported.ts";

interface SharedOptions {
  /** Stiffness β ≥ 0 of min-takes-most: a number, or "input" for a required input `beta` (float32 scalar). */
  readonly beta?: number | "input";
  /** Rules; default: `defaultComposite`. "gradient" for none. */
  readonly composite?: ((beta: number | Value) => Composite) | "gradient";
  /** What is put on the explained output; default: its own value. */
  readonly initialRelevance?: InitialRelevance;
  /** Rewritings before the rules, in their order; default: `standardCanonizers`, none for "gradient". */
  readonly canonizers?: readonly Canonizer[];
  /** Values that relevance is wanted for, by the name of its output; default: every input, `relevance` if it is one. */
  readonly to?: Readonly<Record<string, Value>>;
  /** Names of the outputs to keep; default: all. */
  readonly outputs?: readonly string[];
  /** Whether work that provably vanishes is left out (default). The result is the same either way. */
  readonly prune?: boolean;
}

/** A clustering is explained: what speaks for the assigned (or another) cluster. */
export interface HeadOptions extends SharedOptions, NeuralizeOptions {
  readonly head: KMeansHead;
}

/** An output of a network is explained. */
export interface NetworkOptions extends SharedOptions {
  readonly head?: undefined;
  /** The explained output; default: the only floating one. Any inner value will do. */
  readonly from?: Value;
  /** Which entry of it along axis 1; default: the largest of each row. */
  readonly target?: OutputTarget;
}

export type CompileOptions = HeadOptions | NetworkOptions;

/** Every stage of a compilation, in order: what `inspect --pass` prints. */
export interface Stages {
  /** The user's graph after the canonizers. */
  readonly canonize: Graph;
  /** With what is explained as outputs. */
  readonly neuralize: Graph;
  readonly relevance: Graph;
  readonly fuse: Graph;
  readonly lower: Graph;
  readonly simplify: Graph;
}

export interface Compiled {
  readonly graph: Graph;
  readonly stages: Stages;
  /** What each canonizer did, in their order. */
  readonly canonized: readonly { readonly canonizer: string; readonly matches: readonly CanonizerMatch[] }[];
  /** The rules of `stages.neuralize`, as the composite chose them. */
  readonly ruleOf: ReturnType<Composite>;
}

/** What is explained: outputs, and where relevance starts. */
interface Explained {
  readonly outputs: Readonly<Record<string, Value>>;
  readonly from: Value;
  readonly seed: Value;
  /** Why nothing can start there. */
  readonly fault?: NeuralizeError;
}

/** A graph in the form that relevance walks, and everything that the walk takes. */
export interface RelevancePlan {
  readonly canonized: Pick<CanonizedAll, "graph" | "steps">;
  /** With what is explained as outputs. */
  readonly neuralized: Graph;
  readonly walk: RelevanceRequest & { readonly ruleOf: ReturnType<Composite> };
  /** Names of the destinations, in the order of `walk.to`. */
  readonly names: readonly string[];
  /** Inputs that the explainer has in any case. */
  readonly inputs: readonly Value[];
  /** Why relevance cannot start, see `requireStart`. */
  readonly fault?: NeuralizeError;
}

/** The first half of a compilation: canonizers, the head as a network, rules. Nothing is handed back yet. */
export function planRelevance(graph: Graph, options: CompileOptions): RelevancePlan {
  const { composite = defaultComposite, beta: stiffness = "input", prune = true } = options;
  const to = options.to ?? defaultDestinations(graph);
  const from = options.head === undefined ? (options.from ?? onlyFloatingOutput(graph)) : undefined;
  const referred = options.head === undefined ? [from] : [options.head.points, options.head.centroids];
  const canonizers = options.canonizers ?? (composite === "gradient" ? [] : standardCanonizers);
  const canonized = canonize(graph, canonizers, [...referred, ...Object.values(to)]);
  const {
    outputs,
    from: start,
    seed,
    fault,
  } = options.head === undefined
    ? explainedOutput(canonized, options, from)
    : explainedCluster(canonized, { ...options, head: options.head });
  const beta = stiffness === "input" ? input("beta", "float32", []) : stiffness;
  const neuralized = checkGraph({ inputs: inputsOf(graph.inputs, outputs), outputs }, "neuralize");
  const ruleOf = composite === "gradient" ? () => undefined : composite(beta)({ ...neuralized, outputs: { start } });
  // Explainers of clusterings take β whether their rules read it or not: who runs them need not know the rules.
  const stiff = options.head !== undefined && composite !== "gradient" && typeof beta !== "number";
  return {
    canonized,
    neuralized,
    walk: { seeds: new Map([[start, seed]]), to: Object.values(to).map(canonized.current), ruleOf, prune },
    names: Object.keys(to),
    inputs: stiff ? [...graph.inputs, beta] : graph.inputs,
    ...(fault && { fault }),
  };
}

/**
 * Refuses a plan whose relevance cannot start. What cannot be passed is told first: behind it often nothing is known of
 * the explained output either.
 */
export function requireStart({ walk, fault }: RelevancePlan): void {
  if (fault === undefined) return;
  const unsupported = unsupportedNodes(walk.seeds.keys(), walk.to, walk.ruleOf);
  throw unsupported.length > 0 ? notDifferentiable(unsupported) : fault;
}

/**
 * Compiles a graph into its explainer, in standard operators. With a k-means head: the user's inputs (and `beta`) in;
 * `cluster` [N], `runner_up` [N], `discriminants` [N, K], `evidence` [N] and `relevance` (the shape of each input) out.
 * Without: the user's outputs, `target` [N] (the explained entries) and `relevance` out.
 * @throws NeuralizeError NOT_DIFFERENTIABLE, NOTHING_TO_CONTRAST, NO_SUCH_CLUSTER, CANNOT_EXPLAIN, OUTPUT_NOT_CHOSEN,
 *   RESERVED_OUTPUT, NO_RELEVANCE.
 */
export function compile(graph: Graph, options: CompileOptions): Compiled {
  const plan = planRelevance(graph, options);
  requireStart(plan);
  const { canonized, neuralized, walk, names, inputs } = plan;
  const { outputs } = neuralized;
  const relevances = relevance(walk);
  const arrived = names.map((name, i): [string, Value] => {
    const value = relevances[i];
    if (value === undefined) throw missingInput(name);
    return [name, value];
  });
  const clash = arrived.find(([name]) => Object.hasOwn(outputs, name));
  if (clash !== undefined) throw reservedOutput(clash[0]);
  const wanted = pick({ ...outputs, ...Object.fromEntries(arrived) }, options.outputs);
  const explained = checkGraph({ inputs: inputsOf(inputs, wanted), outputs: wanted }, "relevance");
  const emitted = emit(explained, options);
  return {
    graph: emitted.simplify,
    stages: { canonize: canonized.graph, neuralize: neuralized, relevance: explained, ...emitted },
    canonized: canonized.steps,
    ruleOf: walk.ruleOf,
  };
}

/** In this order: equal values must be one before they are recognised as shared, and sums one layer to take a number. */
const simplifications = [simplify, clippedOnce, mergeEqual, joinedSums, absorbNumbers, joinedOutputs];

/** The second half: from head layers to standard operators, and to as few of them as will do. */
export function emit(
  graph: Graph,
  { prune = true }: Pick<CompileOptions, "prune">,
): Pick<Stages, "fuse" | "lower" | "simplify"> {
  const fused = checkGraph(fuse(graph), "fuse");
  const lowered = checkGraph(lower(fused), "lower");
  const simplified = prune
    ? checkGraph(
        simplifications.reduce((simpler, pass) => pass(simpler), lowered),
        "simplify",
      )
    : lowered;
  return { fuse: fused, lower: lowered, simplify: simplified };
}

interface CanonizedAll {
  readonly graph: Graph;
  readonly current: (value: Value) => Value;
  readonly steps: Compiled["canonized"];
}

/** One canonizer after the other; values that others refer to are followed through all of them. */
function canonize(graph: Graph, canonizers: readonly Canonizer[], kept: readonly (Value | undefined)[]): CanonizedAll {
  const keep = kept.filter((value) => value !== undefined);
  return canonizers.reduce<CanonizedAll>(
    ({ graph: before, current, steps }, { name, canonize: run }) => {
      const { graph: after, current: next, matches } = run(before, keep.map(current));
      return {
        graph: after,
        current: (value) => next(current(value)),
        steps: [...steps, { canonizer: name, matches }],
      };
    },
    { graph, current: (value) => value, steps: [] },
  );
}

function explainedCluster({ current }: CanonizedAll, options: HeadOptions): Explained {
  const { initialRelevance: initial = "output", head } = options;
  const neuralized = neuralize({ points: current(head.points), centroids: current(head.centroids) }, options);
  const { cluster, runnerUp, discriminants, evidence } = neuralized;
  const ones = () => constantLike(evidence, 1);
  return {
    outputs: { cluster, runner_up: runnerUp, discriminants, evidence },
    from: evidence,
    seed: typeof initial === "object" ? initial : initial === "output" ? evidence : ones(),
  };
}

function explainedOutput(
  { graph, current }: CanonizedAll,
  options: NetworkOptions,
  from: Value | undefined,
): Explained {
  const start = current(from ?? onlyFloatingOutput(graph));
  const name = Object.entries(graph.outputs).find(([, value]) => value === start)?.[0] ?? "the inner value";
  const { target = "argmax", initialRelevance = "output" } = options;
  const seed = attempt(() => seedOf(start, target, initialRelevance, name));
  if (seed instanceof NeuralizeError) return { outputs: graph.outputs, from: start, seed: start, fault: seed };
  if (seed.target !== undefined && Object.hasOwn(graph.outputs, "target")) throw reservedOutput("target");
  return {
    outputs: { ...graph.outputs, ...(seed.target !== undefined && { target: seed.target }) },
    from: start,
    seed: seed.relevance,
  };
}

function attempt<T>(action: () => T): T | NeuralizeError {
  try {
    return action();
  } catch (error) {
    if (error instanceof NeuralizeError) return error;
    throw error;
  }
}

export function onlyFloatingOutput({ outputs }: Graph): Value {
  const floating = Object.entries(outputs).filter(([, value]) => isFloating(typeOf(value).type));
  const [only, ...others] = floating.length > 0 ? floating : Object.entries(outputs);
  if (only === undefined || others.length > 0) throw outputNotChosen(Object.keys(outputs));
  return only[1];
}

/** `known` inputs, and whatever others the options brought in. */
export function inputsOf(known: readonly Value[], outputs: Readonly<Record<string, Value>>): readonly Value[] {
  const read = topologicalOrder(Object.values(outputs)).flatMap(({ inputs }) => inputs);
  const used = [...read, ...Object.values(outputs)].filter((value) => value?.producer.kind === "input");
  return [...new Set([...known, ...used])].filter((value) => value !== undefined);
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
