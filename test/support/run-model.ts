import * as runtime from "onnxruntime-node";
import { type EngineTensor, engine, type Feed, type OnnxRuntime } from "../../packages/neuralize/src/engine.ts";

const native = engine(runtime as unknown as OnnxRuntime);

/** Loads a model, runs it once on onnxruntime's CPU, and closes it. */
export async function run(
  model: Uint8Array,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Readonly<Record<string, EngineTensor>>> {
  const session = await native.load(model, { executionProviders: ["cpu"], logSeverityLevel: 3 });
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}
