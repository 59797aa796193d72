import * as ort from "onnxruntime-web/webgpu";
import { offerChecks } from "./reference.page.ts";

ort.env.wasm.wasmPaths = "/ort/";
// A node that the GPU cannot run is an error, not a detour over the CPU.
offerChecks(ort, "onnxruntime-web (WebGPU)", {
  // In its own layout, [N, H, W, C], onnxruntime-web 1.30 computes some strided convolutions wrongly: plain inference
  // of the model in test/reference/cnn is off by 0.4 there.
  executionProviders: [{ name: "webgpu", preferredLayout: "NCHW" }],
  extra: { session: { disable_cpu_ep_fallback: "1" } },
});
