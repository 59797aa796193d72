import { input } from "../graph/node.ts";
import type { Graph, Value } from "../graph/value.ts";

/** A graph, and the names of its inputs besides the rows where it has them. */
export interface NamedGraph {
  readonly graph: Graph;
  readonly target?: string;
  readonly initial?: string;
}

// The model's input keeps its name: these are made so that they do not meet it.
export const outputs = {
  relevance: "neuralize.relevance",
  output: "neuralize.output",
  /** The model's own choice. */
  decision: "neuralize.decision",
  /** Like `output`, for the model's own choice. */
  decided: "neuralize.decided_output",
} as const;
export const targetName = "neuralize.target";
export const initialName = "neuralize.initial_relevance";

/** The explained entry of every row, int64 [N]. */
export const targetInput = (): Value => input(targetName, "int64", ["N"]);
