import type { Feed, Session } from "../packages/neuralize/src/engine.ts";
import { type Timing, timeInTurn } from "./timing.ts";

export type AgainstInference = Readonly<Record<"inference" | "explanation", Timing>>;

/** One row of a benchmark of networks. */
export interface Measured extends AgainstInference {
  readonly network: string;
  readonly batch: number;
  readonly composite: string;
  readonly timesInference: number;
}

/** Plain inference and its explanation, run in turn: see `timeInTurn`. */
export const timeAgainstInference = (
  { inference, explainer }: Readonly<Record<"inference" | "explainer", Session>>,
  feeds: Readonly<Record<string, Feed>>,
  repeats: number,
  atLeast: number,
): Promise<AgainstInference> =>
  timeInTurn({ inference: () => inference.run(feeds), explanation: () => explainer.run(feeds) }, repeats, atLeast);

/** Median explanation over median inference. */
export const timesInferenceOf = ({ inference, explanation }: AgainstInference): number =>
  explanation.median / inference.median;

/** As tables show it: small networks take milliseconds. */
export const seconds = ({ median }: Timing): string => median.toFixed(median < 0.1 ? 4 : 3);
