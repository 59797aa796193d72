// The networks whose explanation is measured, and the rules that explain them. BENCH_ONLY=vgg,resnet and
// BENCH_COMPOSITES=epsilon narrow a run; BENCH_ASSETS names another folder with the models.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../packages/neuralize/src/compile.ts";
import { compositeFromJson } from "../packages/neuralize/src/composites/from-json.ts";
import { shapeOf } from "../packages/neuralize/src/graph/shapes.ts";
import type { Graph, Value } from "../packages/neuralize/src/graph/value.ts";
import { decode } from "../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../packages/neuralize/src/onnx/encode.ts";
import type { InputOf } from "./feeds.ts";
import { vgg16 } from "./models/vgg16.ts";

const assets =
  process.env.BENCH_ASSETS ?? fileURLToPath(new URL("../../../../shared/assets/models-image", import.meta.url));

export const listOf = (text: string | undefined): readonly string[] =>
  (text ?? "").split(",").filter((each) => each !== "");

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

export interface Network extends InputOf {
  readonly graph: Graph;
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

export const networks: Readonly<Record<string, () => Network | undefined>> = {
  "VGG-16 (random weights)": () => {
    const graph = vgg16();
    return network(graph, graph.outputs.y, encode(graph).length);
  },
  "ResNet-20": fromFile("resnet20_cifar10_bn.onnx", "logits"),
  MobileNetV2: fromFile("mobilenetv2_imagenet_fp32.onnx", "logits"),
  SqueezeNet: fromFile("squeezenet11_fp32.onnx", "logits"),
};

/** A network under the name of one of the composites. */
export interface Subject {
  readonly name: string;
  readonly composite: string;
  readonly network: Network;
}

/** Every network under every composite, as far as the environment asks for them; read anew each time. */
export function* subjects(): Generator<Subject> {
  const [only, chosen] = [listOf(process.env.BENCH_ONLY), listOf(process.env.BENCH_COMPOSITES)];
  for (const [name, make] of Object.entries(networks)) {
    if (only.length > 0 && !only.some((each) => name.toLowerCase().includes(each.toLowerCase()))) continue;
    for (const composite of Object.keys(composites)) {
      const made = chosen.length === 0 || chosen.includes(composite) ? make() : undefined;
      if (made !== undefined) yield { name, composite, network: made };
    }
  }
}

/** The file of a network's inference, or of its explainer under one of the composites. */
export const fileOf = ({ graph }: Network, composite: string): Uint8Array =>
  composite === "inference"
    ? encode(graph)
    : encode(
        compile(graph, {
          composite: () => compositeFromJson(composites[composite]),
          outputs: ["y", "target", "relevance"],
        }).graph,
      );
