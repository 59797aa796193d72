import { type Engine, engine, type OnnxRuntime } from "neuralize";

export type EngineName = "native" | "wasm";

/**
 * The engine that the command line runs networks on; only the runtime that is asked for is loaded.
 * @param name "native": onnxruntime-node on the CPU; "wasm": onnxruntime-web, the same code as in a browser.
 * @param options threads of the engine; default: the runtime's own choice.
 */
export async function openEngine(name: EngineName, { threads }: { readonly threads?: number } = {}): Promise<Engine> {
  if (name === "native") {
    const ort = await import("onnxruntime-node");
    const options = { executionProviders: ["cpu"], ...(threads !== undefined && { intraOpNumThreads: threads }) };
    return engine(ort as unknown as OnnxRuntime, "onnxruntime-node (CPU)", options);
  }
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = threads ?? 1;
  return engine(ort as unknown as OnnxRuntime, "onnxruntime-web (WASM)", { executionProviders: ["wasm"] });
}
