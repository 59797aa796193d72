import * as ort from "onnxruntime-node";
import { type Engine, engine } from "../packages/neuralize/src/engine.ts";

/** The runtime as benchmarks use it: so many threads, which sleep between runs. */
export const nativeEngine = (threads: number): Engine =>
  engine(ort, "onnxruntime-node (CPU)", {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Otherwise those of the session whose turn is over go on spinning, on the cores of the one that is measured.
    extra: { session: { force_spinning_stop: "1" } },
  });
