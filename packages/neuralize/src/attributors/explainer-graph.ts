import type { Canonizer } from "../canonizers/canonizer.ts";
import { type CompileOptions, compile } from "../compile.ts";
import type { Composite } from "../composites/composite.ts";
import { input, typeOf } from "../graph/node.ts";
import type { Graph, TensorType, Value } from "../graph/value.ts";
import type { PropagatingOptions } from "./attributor.ts";
import { initialName, type NamedGraph, outputs as names, targetInput, targetName } from "./names.ts";
import { explainedNumber } from "./score-graph.ts";
import type { Subject } from "./subject.ts";

/** How relevance is handed on. */
export interface PropagationOptions {
  /** Rules; "gradient" for none. */
  readonly composite: ((beta: number | Value) => Composite) | "gradient";
  /** Rewritings before the rules; default: the standard ones, none for "gradient". */
  readonly canonizers?: readonly Canonizer[];
  /** What is put on the explained output; "given": an input of its shape. */
  readonly initialRelevance: "one-hot" | "output" | "given";
}

/** The propagation of a method, with its defaults. */
export const propagationOf = (
  { initialRelevance, canonizers }: PropagatingOptions,
  composite: PropagationOptions["composite"],
  otherwise: "one-hot" | "output",
): PropagationOptions => ({
  composite,
  initialRelevance: typeof initialRelevance === "object" ? "given" : (initialRelevance ?? otherwise),
  ...(canonizers && { canonizers }),
});

/** Which entry is explained: the one that the model decides on, or the one that an input names. */
export type TargetSource = "decided" | "given";

/** What `compile` is asked for, and the inputs that are made for it. */
interface Compilation {
  readonly graph: Graph;
  readonly options: CompileOptions;
  readonly target: Value | undefined;
  readonly initial: Value | undefined;
}

/** The compilation of a subject by some rules. */
export function compilationOf(subject: Subject, source: TargetSource, options: PropagationOptions): Compilation {
  const { entries, graph, explained, to } = subject;
  const target = entries.kind === "many" && source === "given" ? targetInput() : undefined;
  const { initialRelevance, ...rules } = options;
  const initial = initialRelevance === "given" ? initialInput(explained) : undefined;
  const shared = {
    ...rules,
    to: { [names.relevance]: to },
    initialRelevance: initial ?? (initialRelevance === "output" ? "output" : "one-hot"),
  } as const;
  if (explained.head !== undefined)
    return { graph, options: { ...shared, ...explained, target: target ?? "assigned" }, target, initial };
  return {
    graph: withOutput(graph, explainedNumber(explained.from, target ?? "argmax")),
    options: { ...shared, from: explained.from, target: target ?? "argmax" },
    target,
    initial,
  };
}

/** `relevance`, `output` [N] and, where the model decides, `decision` [N] for rows. */
export function explainerGraph(subject: Subject, source: TargetSource, propagation: PropagationOptions): NamedGraph {
  const { graph, options, target, initial } = compilationOf(subject, source, propagation);
  const ofClusters = subject.explained.head !== undefined;
  const compiled = compile(graph, options);
  return {
    graph: withOutputsNamed(compiled.graph, {
      [names.relevance]: names.relevance,
      [names.output]: ofClusters ? "evidence" : names.output,
      ...(target === undefined &&
        subject.entries.kind === "many" && { [names.decision]: ofClusters ? "cluster" : "target" }),
    }),
    ...(target && { target: targetName }),
    ...(initial && { initial: initialName }),
  };
}

/** An input for what is put on the explained output: in its shape, [N] for the evidence of clusters. */
function initialInput(explained: Subject["explained"]): Value {
  const { type, shape }: TensorType = explained.head
    ? { type: typeOf(explained.head.points).type, shape: ["N"] }
    : typeOf(explained.from);
  return input(initialName, type, shape);
}

/** The graph with one more output; the model's own stay, so that what reads them is the same for all who compile it. */
const withOutput = ({ inputs, outputs }: Graph, output: Value): Graph => ({
  inputs,
  outputs: {
    // "target" is the name of one that `compile` adds.
    ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`model.${name}`, value])),
    [names.output]: output,
  },
});

const withOutputsNamed = ({ inputs, outputs }: Graph, wanted: Readonly<Record<string, string>>): Graph => ({
  inputs,
  outputs: Object.fromEntries(
    Object.entries(wanted).flatMap(([name, compiled]) => {
      const value = outputs[compiled];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
});
