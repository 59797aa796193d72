import type { Graph, Value } from "../../graph/value.ts";

/** A clustering found in a graph: what it measures distances between, and how it was recognised. */
export interface ClusteringMatch {
  /** The points, [N, D]: the graph's own input, or the features of a network. */
  readonly points: Value;
  /** The centroids, [K, D]: an expression of constants only. */
  readonly centroids: Value;
  /** The value in the user's graph that orders clusters by distance, [N, K]: (squared) distances or a monotone map. */
  readonly distances: Value;
  /** `distances` = scale · d^exponent, or scale · (d − ‖x‖²) where the model leaves ‖x‖² out. */
  readonly scale: number;
  readonly exponent: number;
  /** How `distances` comes from the squared distances d: "d", "√d", "−d", "0.5·d", "d − ‖x‖²". */
  readonly form: string;
  /** What was recognised, for `inspect`: "Sub → Pow 2 → ReduceSum over [K, D] centroids". */
  readonly description: string;
}

/** Why a place that looked like a clustering was not accepted, for `inspect` and for the message when nothing is found. */
export interface ClusteringMiss {
  readonly at: string;
  readonly reason: string;
}

export interface Recognition {
  readonly matches: readonly ClusteringMatch[];
  readonly misses: readonly ClusteringMiss[];
}

/** A comparison that the engine runs once on random input: both outputs must agree. */
export interface NumericCheck {
  /** Outputs "expected" and "actual". */
  readonly graph: Graph;
  readonly description: string;
  /** Largest allowed ‖actual − expected‖ / ‖expected‖. */
  readonly tolerance: number;
}
