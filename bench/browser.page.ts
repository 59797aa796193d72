import * as ort from "onnxruntime-web/wasm";
import { engine } from "../packages/neuralize/src/engine.ts";
import { type AgainstInference, timeAgainstInference } from "./against-inference.ts";
import { feedsOf, type InputOf } from "./feeds.ts";

/** What a page measures: the files under "/inference.onnx" and "/explainer.onnx" in turn. */
export interface Order {
  readonly input: InputOf;
  readonly batches: readonly number[];
  readonly repeats: number;
  /** Seconds that each batch is measured for, at least. */
  readonly atLeast: number;
  readonly threads: number;
}

export interface Answer {
  /** Whether the page may have threads at all. */
  readonly isolated: boolean;
  readonly onnxruntime: string;
  readonly timings: readonly AgainstInference[];
}

const file = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(`/${name}.onnx`)).arrayBuffer());

async function measure({ input, batches, repeats, atLeast, threads }: Order): Promise<Answer> {
  ort.env.wasm.wasmPaths = "/ort/";
  ort.env.wasm.numThreads = threads;
  const web = engine(ort, "onnxruntime-web (WASM)", { executionProviders: ["wasm"] });
  const [inference, explainer] = [await web.load(await file("inference")), await web.load(await file("explainer"))];
  const timings: AgainstInference[] = [];
  for (const batch of batches) {
    const feeds = feedsOf(input, batch);
    timings.push(await timeAgainstInference({ inference, explainer }, feeds, repeats, atLeast));
  }
  return { isolated: globalThis.crossOriginIsolated, onnxruntime: ort.env.versions.web ?? "unknown", timings };
}

Object.assign(globalThis, { measure });
