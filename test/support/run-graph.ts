import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import type { Graph } from "../../packages/neuralize/src/graph/value.ts";
import { lower } from "../../packages/neuralize/src/heads/lower.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";

export interface Output {
  readonly type: string;
  readonly data: readonly (number | string)[];
  readonly dims: readonly number[];
}

export type Feeds = Readonly<Record<string, OrtTensor>>;

export const floats = (values: readonly number[], dims: readonly number[]): OrtTensor =>
  new OrtTensor("float32", Float32Array.from(values), [...dims]);

export const doubles = (values: readonly number[], dims: readonly number[]): OrtTensor =>
  new OrtTensor("float64", Float64Array.from(values), [...dims]);

export const longs = (values: readonly number[], dims: readonly number[]): OrtTensor =>
  new OrtTensor("int64", BigInt64Array.from(values, BigInt), [...dims]);

export const texts = (values: readonly string[], dims: readonly number[]): OrtTensor =>
  new OrtTensor("string", [...values], [...dims]);

/** Runs an ONNX file on onnxruntime's CPU. */
export async function runModel(model: Uint8Array, feeds: Feeds): Promise<Readonly<Record<string, Output>>> {
  const session = await InferenceSession.create(model, { executionProviders: ["cpu"], logSeverityLevel: 3 });
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims, type }]) => [
      name,
      {
        type,
        dims,
        data: Array.from(data as ArrayLike<number | bigint | string>, (x) => (typeof x === "bigint" ? Number(x) : x)),
      },
    ]),
  );
}

/** Runs a graph, head layers lowered, on onnxruntime's CPU. */
export const runGraph = (graph: Graph, feeds: Feeds): Promise<Readonly<Record<string, Output>>> =>
  runModel(encode(lower(graph)), feeds);
