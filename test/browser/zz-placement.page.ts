import { decode, engine, encode, compile, compositeFromJson, recogniseClusterings } from "neuralize";
import * as ort from "onnxruntime-web/webgpu";
ort.env.wasm.wasmPaths = "/ort/";
const file = async (name: string) => new Uint8Array(await (await fetch(`/reference/${name}`)).arrayBuffer());
Object.assign(globalThis, { place: async (folder: string, json: unknown, fallback: boolean) => {
  const { graph } = decode(await file(`${folder}/model.onnx`));
  const [match] = recogniseClusterings(graph).matches;
  const e = compile(graph, { ...(match ? { head: match } : {}), composite: json === "gradient" ? "gradient" : () => compositeFromJson(json), beta: 1, outputs: ["cluster", "target", "relevance"] } as any);
  const s = await engine(ort, "g", { executionProviders: ["webgpu"], logSeverityLevel: 0, logVerbosityLevel: 1, ...(fallback ? {} : { extra: { session: { disable_cpu_ep_fallback: "1" } } }) }).load(encode(e.graph), { logSeverityLevel: 0, logVerbosityLevel: 1 });
  return [s.inputs, s.outputs];
} });
