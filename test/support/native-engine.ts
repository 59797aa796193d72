import * as runtime from "onnxruntime-node";
import { type Engine, engine, type OnnxRuntime } from "../../packages/neuralize/src/engine.ts";

/** onnxruntime's CPU in one thread. */
export const nativeEngine = engine(runtime as unknown as OnnxRuntime, "onnxruntime-node (CPU)", {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
});

/** The same, counting what is asked of it. */
export function countingEngine() {
  const count = { loads: 0, runs: 0, closed: 0 };
  const counting: Engine = {
    name: "counting",
    load: async (model) => {
      count.loads++;
      const session = await nativeEngine.load(model);
      return {
        ...session,
        run: (feeds, fetch) => {
          count.runs++;
          return session.run(feeds, fetch);
        },
        close: () => {
          count.closed++;
          return session.close();
        },
      };
    },
  };
  return { engine: counting, count };
}
