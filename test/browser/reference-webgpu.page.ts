import * as ort from "onnxruntime-web/webgpu";
import { keepShaders } from "./keep-shaders.ts";
import { offerChecks } from "./reference.page.ts";

ort.env.wasm.wasmPaths = "/ort/";
// In its own layout, [N, H, W, C], onnxruntime-web 1.30 computes some strided convolutions wrongly: plain inference of
// the model in test/reference/cnn is off by 0.4 there.
const options = { executionProviders: [{ name: "webgpu", preferredLayout: "NCHW" }] };
await keepShaders(ort);
// Attributors feed targets, whose 64-bit layout no GPU has; an explainer as it is compiled must run whole.
offerChecks(ort, "onnxruntime-web (WebGPU)", options, {
  ...options,
  extra: { session: { disable_cpu_ep_fallback: "1" } },
});
