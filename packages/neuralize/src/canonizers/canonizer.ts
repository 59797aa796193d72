import type { Graph, Value } from "../graph/value.ts";

/** One place where a canonizer found what it looks for. */
export interface CanonizerMatch {
  /** The node in the user's words. */
  readonly at: string;
  /** What was done there, as `inspect` prints it. */
  readonly effect: string;
}

/** A graph in another form that computes the same. */
export interface Canonized {
  readonly graph: Graph;
  /** What stands for a value of the graph before: the value itself where nothing changed. */
  readonly current: (value: Value) => Value;
  readonly matches: readonly CanonizerMatch[];
}

/**
 * Rewrites a graph so that rules meet the layers that they are made for; its outputs stay the same up to rounding.
 * `keep` names values, besides the outputs, that somebody else still refers to.
 */
export interface Canonizer {
  readonly name: string;
  readonly canonize: (graph: Graph, keep: readonly Value[]) => Canonized;
}
