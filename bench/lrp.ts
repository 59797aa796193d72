// Explanation of networks against their plain inference, in one engine and one process.
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-node";
import { compile } from "../packages/neuralize/src/compile.ts";
import { compositeFromJson } from "../packages/neuralize/src/composites/from-json.ts";
import { engine, type Feed, type Session } from "../packages/neuralize/src/engine.ts";
import { shapeOf } from "../packages/neuralize/src/graph/shapes.ts";
import type { Graph, Value } from "../packages/neuralize/src/graph/value.ts";
import { decode } from "../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../packages/neuralize/src/onnx/encode.ts";
import { vgg16 } from "./models/vgg16.ts";
import { normalMatrix } from "./normal-matrix.ts";
import { type Timing, timeInTurn } from "./timing.ts";

const threads = 2;
const assets = process.env.BENCH_ASSETS ?? "../shared/assets/models-image";

const uniform = (rule: unknown) => ({
  layer_map: [
    ["Activation", "pass"],
    ["Sum", "norm"],
    ["AvgPool", "norm"],
    ["BatchNorm", "pass"],
    ["AnyLinear", rule],
  ],
});
const composites: Readonly<Record<string, unknown>> = {
  epsilon: uniform("epsilon"),
  zplus: uniform("zplus"),
  gamma: uniform("gamma"),
  alpha_beta: uniform("alpha_beta"),
  epsilon_gamma_box: { composite: "epsilon_gamma_box", low: -3, high: 3 },
};

interface Network {
  readonly graph: Graph;
  readonly from: Value | undefined;
  readonly bytes: Uint8Array | undefined;
}

const fromFile = (name: string, output?: string) => (): Network => {
  const bytes = new Uint8Array(readFileSync(`${assets}/${name}`));
  const { graph } = decode(bytes);
  return { graph, bytes, from: output === undefined ? undefined : graph.outputs[output] };
};

const networks: Readonly<Record<string, () => Network>> = {
  "VGG-16 (random weights)": () => ({ graph: vgg16(), from: undefined, bytes: undefined }),
  "ResNet-20": fromFile("resnet20_cifar10_bn.onnx", "logits"),
  MobileNetV2: fromFile("mobilenetv2_imagenet_fp32.onnx", "logits"),
  SqueezeNet: fromFile("squeezenet11_fp32.onnx", "logits"),
};

const native = engine(ort, "onnxruntime-node (CPU)", { intraOpNumThreads: threads, interOpNumThreads: 1 });

const wanted = (process.env.BENCH_ONLY ?? "").split(",").filter((each) => each !== "");
const isWanted = (name: string): boolean =>
  wanted.length === 0 || wanted.some((each) => name.toLowerCase().includes(each.toLowerCase()));
const repeats = Number(process.env.BENCH_REPEATS ?? 5);
const batches = (process.env.BENCH_BATCHES ?? "1,8").split(",").map(Number);

interface Measured {
  readonly network: string;
  readonly batch: number;
  readonly composite: string;
  readonly inference: Timing;
  readonly explanation: Timing;
  readonly timesInference: number;
  readonly compileSeconds: number;
  readonly fileBytes: number;
  readonly modelBytes: number;
}

async function measure(name: string, { graph, from, bytes }: Network): Promise<readonly Measured[]> {
  const only = from === undefined ? graph : { inputs: graph.inputs, outputs: { y: from } };
  const plain = encode(only);
  const inference = await native.load(plain);
  const results: Measured[] = [];
  for (const [composite, json] of Object.entries(composites)) {
    if (process.env.BENCH_COMPOSITES && !process.env.BENCH_COMPOSITES.split(",").includes(composite)) continue;
    const start = performance.now();
    const file = encode(
      compile(only, { composite: () => compositeFromJson(json), outputs: ["y", "target", "relevance"] }).graph,
    );
    const compileSeconds = (performance.now() - start) / 1000;
    const explainer = await native.load(file);
    for (const batch of batches) {
      const [, ...sizes] = (shapeOf(graph.inputs[0] as Value) ?? []).map(Number);
      const count = sizes.reduce((product, size) => product * size, 1);
      const feed: Feed = { type: "float32", dims: [batch, ...sizes], data: normalMatrix(batch, count, 7) };
      const input = graph.inputs[0]?.producer;
      const feeds = { [input?.kind === "input" ? input.name : "x"]: feed };
      const timings = await timeInTurn(
        { inference: () => inference.run(feeds), explanation: () => (explainer as Session).run(feeds) },
        repeats,
      );
      results.push({
        network: name,
        batch,
        composite,
        ...timings,
        timesInference: timings.explanation.median / timings.inference.median,
        compileSeconds,
        fileBytes: file.length,
        modelBytes: bytes?.length ?? plain.length,
      });
      console.error(
        name,
        batch,
        composite,
        timings.explanation.least.toFixed(3),
        timings.inference.least.toFixed(3),
        "x",
        (timings.explanation.least / timings.inference.least).toFixed(2),
        "median x",
        (timings.explanation.median / timings.inference.median).toFixed(2),
        "compile",
        compileSeconds.toFixed(3),
        "file",
        (file.length / (bytes?.length ?? plain.length)).toFixed(3),
      );
    }
    await explainer.close();
  }
  await inference.close();
  return results;
}

const measured: Measured[] = [];
for (const [name, make] of Object.entries(networks)) {
  if (!isWanted(name)) continue;
  measured.push(...(await measure(name, make())));
}
