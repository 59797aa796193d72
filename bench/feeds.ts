import type { Feed } from "../packages/neuralize/src/engine.ts";
import { normalMatrix } from "./normal-matrix.ts";

/** What a network is fed: the name of its input, and its sizes without the batch. */
export interface InputOf {
  readonly input: string;
  readonly sizes: readonly number[];
}

/** Normal numbers for a network's input, the same in every run. */
export function feedsOf({ input, sizes }: InputOf, batch: number): Readonly<Record<string, Feed>> {
  const count = sizes.reduce((product, size) => product * size, 1);
  return { [input]: { type: "float32", dims: [batch, ...sizes], data: normalMatrix(batch, count, 7) } };
}
