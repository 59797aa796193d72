import { type Engine, engine } from "neuralize";

export type EngineName = "native" | "wasm";

/**
 * The engine that the command line runs networks on; only the runtime that is asked for is loaded.
 * @param name "native": onnxruntime-node on the CPU; "wasm": onnxruntime-web, the same code as in a browser.
 * @param options threads of the engine; default: the runtime's own choice.
 */
export async function openEngine(name: EngineName, { threads }: { readonly threads?: number } = {}): Promise<Engine> {
  if (name === "native") {
    // The runtime reports to its maker unless told otherwise before it is loaded; what is explained here is private.
    process.env.ORT_DISABLE_TELEMETRY ??= "1";
    const ort = await import("onnxruntime-node");
    return engine(ort, "onnxruntime-node (CPU)", {
      executionProviders: ["cpu"],
      ...(threads !== undefined && { intraOpNumThreads: threads }),
      // Between two runs its threads sleep: reading, writing and other sessions need the cores meanwhile.
      extra: { session: { force_spinning_stop: "1" } },
    });
  }
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = threads ?? 1;
  return engine(ort, "onnxruntime-web (WASM)", { executionProviders: ["wasm"] });
}
