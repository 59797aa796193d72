import * as ort from "onnxruntime-web/wasm";
import { offerChecks } from "./reference.page.ts";

ort.env.wasm.wasmPaths = "/ort/";
ort.env.wasm.numThreads = 2;
offerChecks(ort, "onnxruntime-web (WASM)", { executionProviders: ["wasm"] });
Object.assign(globalThis, {
  runsWith: () => ({ isolated: globalThis.crossOriginIsolated, threads: ort.env.wasm.numThreads }),
});
