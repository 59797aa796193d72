// Explanation of networks against their plain inference, in one engine and one process; peak memory of each in a
// process of its own. BENCH_ONLY=vgg,resnet, BENCH_COMPOSITES=epsilon, BENCH_REPEATS=9 narrow or widen a run.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as ort from "onnxruntime-node";
import { compile } from "../packages/neuralize/src/compile.ts";
import { compositeFromJson } from "../packages/neuralize/src/composites/from-json.ts";
import { engine, type Feed } from "../packages/neuralize/src/engine.ts";
import { shapeOf } from "../packages/neuralize/src/graph/shapes.ts";
import type { Graph, Value } from "../packages/neuralize/src/graph/value.ts";
import { decode } from "../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../packages/neuralize/src/onnx/encode.ts";
import { machine, machineLine } from "./machine.ts";
import { vgg16 } from "./models/vgg16.ts";
import { normalMatrix } from "./normal-matrix.ts";
import { publish, table } from "./results.ts";
import { type Timing, timeInTurn } from "./timing.ts";

const threads = 2;
const assets =
  process.env.BENCH_ASSETS ?? fileURLToPath(new URL("../../../../shared/assets/models-image", import.meta.url));
const repeats = Number(process.env.BENCH_REPEATS ?? 5);
/** Seconds: small networks take milliseconds, over which a machine's moods do not average out. */
const atLeast = 3;
const listOf = (text: string | undefined): readonly string[] => (text ?? "").split(",").filter((each) => each !== "");

/** One rule on everything linear, and the base of all presets elsewhere. */
const everywhere = (rule: string) => ({
  layer_map: [
    ["Activation", "pass"],
    ["Sum", "norm"],
    ["AvgPool", "norm"],
    ["BatchNorm", "pass"],
    ["AnyLinear", rule],
  ],
});
const composites: Readonly<Record<string, unknown>> = {
  epsilon: everywhere("epsilon"),
  zplus: everywhere("zplus"),
  gamma: everywhere("gamma"),
  alpha_beta: everywhere("alpha_beta"),
  epsilon_gamma_box: { composite: "epsilon_gamma_box", low: -3, high: 3 },
};

interface Network {
  readonly graph: Graph;
  readonly input: string;
  readonly sizes: readonly number[];
  readonly modelBytes: number;
}

function network(graph: Graph, from: Value | undefined, modelBytes: number): Network {
  const [x] = graph.inputs;
  if (x?.producer.kind !== "input" || from === undefined) throw new RangeError("one input and one output");
  const sizes = (shapeOf(x) ?? []).slice(1).map(Number);
  return { graph: { inputs: [x], outputs: { y: from } }, input: x.producer.name, sizes, modelBytes };
}

const fromFile = (name: string, output: string) => (): Network | undefined => {
  if (!existsSync(`${assets}/${name}`)) {
    console.error(`${name} is left out: it is not in ${assets} (BENCH_ASSETS names another folder).`);
    return undefined;
  }
  const bytes = new Uint8Array(readFileSync(`${assets}/${name}`));
  const { graph } = decode(bytes);
  return network(graph, graph.outputs[output], bytes.length);
};

const networks: Readonly<Record<string, () => Network | undefined>> = {
  "VGG-16 (random weights)": () => {
    const graph = vgg16();
    return network(graph, graph.outputs.y, encode(graph).length);
  },
  "ResNet-20": fromFile("resnet20_cifar10_bn.onnx", "logits"),
  MobileNetV2: fromFile("mobilenetv2_imagenet_fp32.onnx", "logits"),
  SqueezeNet: fromFile("squeezenet11_fp32.onnx", "logits"),
};

const native = engine(ort, "onnxruntime-node (CPU)", { intraOpNumThreads: threads, interOpNumThreads: 1 });

const fileOf = ({ graph }: Network, composite: string): Uint8Array =>
  composite === "inference"
    ? encode(graph)
    : encode(
        compile(graph, {
          composite: () => compositeFromJson(composites[composite]),
          outputs: ["y", "target", "relevance"],
        }).graph,
      );

function feedsOf({ input, sizes }: Network, batch: number): Readonly<Record<string, Feed>> {
  const count = sizes.reduce((product, size) => product * size, 1);
  return { [input]: { type: "float32", dims: [batch, ...sizes], data: normalMatrix(batch, count, 7) } };
}

/** Peak resident memory of two runs in a process of its own, MiB. */
const peakMemory = (name: string, composite: string, batch: number): number =>
  Number(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, composite, String(batch)]));

/** MiB. The kernel's maxRSS would start at that of the process that forked this one; VmHWM starts anew. */
function peakOfThisProcess(): number {
  const [, kibibytes] = /VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Math.round(Number(kibibytes) / 1024);
}

async function runTwice(name: string, composite: string, batch: number): Promise<void> {
  const chosen = networks[name]?.();
  if (chosen === undefined) throw new RangeError(name);
  const session = await native.load(fileOf(chosen, composite));
  const feeds = feedsOf(chosen, batch);
  await session.run(feeds);
  await session.run(feeds);
  process.stdout.write(String(peakOfThisProcess()));
}

interface Measured {
  readonly network: string;
  readonly batch: number;
  readonly composite: string;
  readonly inference: Timing;
  readonly explanation: Timing;
  /** Median explanation over median inference. */
  readonly timesInference: number;
  readonly memoryMiB: number;
  readonly inferenceMemoryMiB: number;
  readonly compileSeconds: number;
  /** Size of the explainer's file over that of the model's. */
  readonly timesFile: number;
}

async function measure(name: string, composite: string, chosen: Network, batches: readonly number[]) {
  const start = performance.now();
  const file = fileOf(chosen, composite);
  const compileSeconds = (performance.now() - start) / 1000;
  const [inference, explainer] = [await native.load(fileOf(chosen, "inference")), await native.load(file)];
  const results: Measured[] = [];
  for (const batch of batches) {
    const feeds = feedsOf(chosen, batch);
    const timings = await timeInTurn(
      { inference: () => inference.run(feeds), explanation: () => explainer.run(feeds) },
      repeats,
      atLeast,
    );
    results.push({
      network: name,
      batch,
      composite,
      ...timings,
      timesInference: timings.explanation.median / timings.inference.median,
      memoryMiB: peakMemory(name, composite, batch),
      inferenceMemoryMiB: peakMemory(name, "inference", batch),
      compileSeconds,
      timesFile: file.length / chosen.modelBytes,
    });
    const last = results.at(-1);
    console.error(name, `batch ${batch}`, composite, `${last?.timesInference.toFixed(2)} times`);
  }
  await Promise.all([inference.close(), explainer.close()]);
  return results;
}

async function main(): Promise<void> {
  const [only, chosen, batches] = [
    listOf(process.env.BENCH_ONLY),
    listOf(process.env.BENCH_COMPOSITES),
    listOf(process.env.BENCH_BATCHES ?? "1,8").map(Number),
  ];
  const measured: Measured[] = [];
  for (const [name, make] of Object.entries(networks)) {
    if (only.length > 0 && !only.some((each) => name.toLowerCase().includes(each.toLowerCase()))) continue;
    for (const composite of Object.keys(composites)) {
      const made = chosen.length === 0 || chosen.includes(composite) ? make() : undefined;
      if (made !== undefined) measured.push(...(await measure(name, composite, made, batches)));
    }
  }
  const seconds = ({ median }: Timing): string => median.toFixed(median < 0.1 ? 4 : 3);
  await publish(
    "lrp",
    { machine: machine(), threads, repeats, measured },
    `Explanation (output, target, relevance) of networks against plain inference of the same output, onnxruntime-node on
the CPU, ${threads} threads; seconds, medians of ${repeats} runs in turn or of ${atLeast} seconds of them; peak memory of a process that runs one of them.
${machineLine(machine())}.

${table(
  [
    "network",
    "batch",
    "rules",
    "inference",
    "explanation",
    "times inference",
    "memory, MiB",
    "of inference, MiB",
    "compilation, s",
    "file, times model",
  ],
  measured.map((each) => [
    each.network,
    each.batch,
    each.composite,
    seconds(each.inference),
    seconds(each.explanation),
    each.timesInference.toFixed(2),
    each.memoryMiB,
    each.inferenceMemoryMiB,
    each.compileSeconds.toFixed(2),
    each.timesFile.toFixed(2),
  ]),
)}`,
  );
}

// With arguments: one process whose memory is measured.
const [name, composite, batch] = process.argv.slice(2);
await (batch === undefined ? main() : runTwice(name ?? "", composite ?? "", Number(batch)));
