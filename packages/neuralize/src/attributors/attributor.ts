import type { Canonizer } from "../canonizers/canonizer.ts";
import type { Feed } from "../engine.ts";
import type { Value } from "../graph/value.ts";
import type { KMeansHead, Pool } from "../heads/neuralize.ts";

/** A cluster is explained: its evidence against the others. */
export interface ExplainedHead {
  readonly head: KMeansHead;
  /** How the margins are pooled; default: the hard minimum. */
  readonly pool?: Pool;
  /** Competitors; default: all other clusters. */
  readonly against?: readonly number[];
}

/** An entry along axis 1 of an output [N, C] or [N, C, …] is explained, or an output [N] as it is. */
export interface ExplainedOutput {
  readonly head?: undefined;
  /** Default: the only floating output. Any inner value will do. */
  readonly from?: Value;
}

export type Explained = ExplainedHead | ExplainedOutput;

/** What is explained of every row: the model's own decision (both words mean it), one entry for all, or one for each. */
export type TargetChoice = "assigned" | "argmax" | number | ArrayLike<number>;

export interface AttributorOptions {
  /** Rows (steps, draws, windows) per run; default: so many that they fill about 2 MiB of input. */
  readonly batch?: number;
}

/** Options of methods that hand relevance back through the model. */
export interface PropagatingOptions extends AttributorOptions {
  /**
   * What is put on the explained number: 1, its own value, or numbers in the shape of the output (of the evidence, [N],
   * for a k-means head), a row for each of x.
   */
  readonly initialRelevance?: "one-hot" | "output" | Feed;
  /** Rewritings before the rules; default: the standard ones where there are rules, none for plain gradients. */
  readonly canonizers?: readonly Canonizer[];
}

export interface AttributeOptions {
  /** Default: the model's own decision, the assigned cluster or the largest output. */
  readonly target?: TargetChoice;
  /** Told after every run of the engine: points done so far, and in all. */
  readonly progress?: (done: number, total: number) => void;
  /** Ends the work before the next run, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Numbers by rows. */
export interface Relevance {
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** How far a sum of relevance is from what it should be: |Σ R − (f(x) − f(baseline))| of every row. */
export interface ConvergenceGap {
  readonly absolute: Float64Array;
  /** The same over |f(x) − f(baseline)|; 0 where both vanish. */
  readonly relative: Float64Array;
}

export interface Attribution {
  /** In the shape of x, or of the value that relevance was asked for at. */
  readonly relevance: Relevance;
  /** The explained entry of every row, [N]; undefined for an output of one number per row. */
  readonly target: Int32Array | undefined;
  /** The explained number of every row, [N]: the evidence of its cluster, or the entry of the output. */
  readonly output: Float64Array;
  /** For methods whose relevance should sum to f(x) − f(baseline). */
  readonly gap?: ConvergenceGap;
  /** Stiffness of min-takes-most, where a rule reads it. */
  readonly beta?: number;
}

/** One method on one model: its sessions are loaded once and kept until `close`. */
export interface Attributor {
  readonly method: string;
  /**
   * @param x rows of the model's input, [N, …]; what the model takes as float32 may come as float64 and the other way.
   * @throws NeuralizeError WRONG_INPUT, NOT_FINITE, NO_SUCH_CLUSTER, NO_SUCH_ENTRY, LENGTH_MISMATCH, ENGINE_FAILED and
   *   those of `compile`.
   */
  attribute(x: Feed, options?: AttributeOptions): Promise<Attribution>;
  close(): Promise<void>;
}
