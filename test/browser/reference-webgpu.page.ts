import * as ort from "onnxruntime-web/webgpu";
import { offerChecks } from "./reference.page.ts";

ort.env.wasm.wasmPaths = "/ort/";
// A node that the GPU cannot run is an error, not a detour over the CPU.
offerChecks(ort, "onnxruntime-web (WebGPU)", {
  executionProviders: ["webgpu"],
  extra: { session: { disable_cpu_ep_fallback: "1" } },
});
