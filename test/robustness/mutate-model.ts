import { clone, create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { randomFrom } from "../../packages/neuralize/src/fit/random.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../packages/neuralize/src/onnx/generated/onnx_pb.ts";
import { operators } from "../../packages/neuralize/src/ops/index.ts";

export interface Dice {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  pick<T>(choices: readonly T[]): T | undefined;
}

export function diceFrom(seed: number): Dice {
  const random = randomFrom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  return { below, pick: (choices) => choices[below(choices.length)] };
}

/** A few bytes replaced, removed, doubled or cut off at the end. */
export function mutateBytes(bytes: Uint8Array, { below }: Dice): Uint8Array {
  let mutated = Array.from(bytes);
  for (let i = below(6); i >= 0; i--) {
    const at = below(mutated.length);
    const length = 1 + below(8);
    switch (below(6)) {
      case 0:
        mutated.splice(at, length);
        break;
      case 1:
        mutated.splice(at, 0, ...mutated.slice(at, at + length));
        break;
      case 2:
        mutated = mutated.slice(0, at);
        break;
      default:
        mutated[at] = below(256);
    }
  }
  return Uint8Array.from(mutated);
}

const integers = [
  -(2n ** 63n),
  -(2n ** 31n),
  -7n,
  -2n,
  -1n,
  0n,
  1n,
  2n,
  3n,
  5n,
  63n,
  65n,
  1000n,
  2n ** 31n,
  2n ** 40n,
  2n ** 63n - 1n,
];
const floats = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1, -1, 1e-30, 3e38, 0.5];
const names = ["__proto__", "constructor", "", "x", "beta", "relevance", "cluster", "a\nb", "\u0000"];
const attributeNames = [
  ...[
    "axis",
    "axes",
    "alpha",
    "beta",
    "kernel_shape",
    "strides",
    "dilations",
    "pads",
    "group",
    "auto_pad",
    "ceil_mode",
  ],
  ...[
    "perm",
    "to",
    "keepdims",
    "noop_with_empty_axes",
    "allowzero",
    "mode",
    "blocksize",
    "epsilon",
    "transA",
    "transB",
  ],
  ...["count_include_pad", "storage_order", "output_padding", "output_shape", "equation", "largest", "num_outputs"],
  ...["coordinate_transformation_mode", "nearest_mode", "p", "size", "num_groups", "stash_type", "select_last_index"],
];
const operatorTypes = [
  ...operators.map(({ type }) => type),
  ...["Constant", "If", "Loop", "Scaler", "Imputer", "OneHotEncoder", "LabelEncoder", "CDist", "MinPool", "Midpoint"],
  ...["NeuralizedKMeans", "constructor", "__proto__", "QLinearConv", "LSTM"],
];
const domains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "neuralize", "local"];

type Mutation = (graph: GraphProto, dice: Dice, model: ModelProto) => void;

const withNode =
  (mutation: (node: NodeProto, dice: Dice, graph: GraphProto) => void): Mutation =>
  (graph, dice) => {
    const node = dice.pick(graph.node);
    if (node !== undefined) mutation(node, dice, graph);
  };

const withTensor =
  (mutation: (tensor: TensorProto, dice: Dice) => void): Mutation =>
  (graph, dice) => {
    const attributes = graph.node.flatMap((node) => node.attribute.flatMap(({ t }) => t ?? []));
    const tensor = dice.pick([...graph.initializer, ...attributes]);
    if (tensor !== undefined) mutation(tensor, dice);
  };

const withDeclared =
  (mutation: (info: ValueInfoProto, dice: Dice) => void): Mutation =>
  (graph, dice) => {
    const info = dice.pick([...graph.input, ...graph.output, ...graph.valueInfo]);
    if (info !== undefined) mutation(info, dice);
  };

const valueNames = (graph: GraphProto): readonly string[] => [
  ...graph.input.map(({ name }) => name),
  ...graph.initializer.map(({ name }) => name),
  ...graph.node.flatMap(({ output }) => output),
  ...names,
];

function replaceOne<T>(list: T[], dice: Dice, replacement: (old: T) => T): void {
  const at = dice.below(list.length);
  if (list.length > 0) list[at] = replacement(list[at] as T);
}

const integer = ({ pick }: Dice): bigint => pick(integers) ?? 0n;
const float = ({ pick }: Dice): number => pick(floats) ?? 0;
const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const someText = ({ pick }: Dice): Uint8Array =>
  textBytes(
    pick(["SAME_UPPER", "VALID", "DCR", "linear", "nearest", "ij,jk->ik", "bij->", "reflect", "edge", "wrap"]) ?? "",
  );

const attributeOf = (name: string, dice: Dice): AttributeProto =>
  create(AttributeProtoSchema, {
    name,
    type:
      dice.pick([Kind.INT, Kind.INTS, Kind.FLOAT, Kind.FLOATS, Kind.STRING, Kind.STRINGS, Kind.TENSOR, Kind.GRAPH]) ??
      Kind.INT,
    i: integer(dice),
    ints: Array.from({ length: dice.below(5) }, () => integer(dice)),
    f: float(dice),
    floats: Array.from({ length: dice.below(5) }, () => float(dice)),
    s: someText(dice),
    strings: [someText(dice)],
  });

const mutations: readonly Mutation[] = [
  // Nodes and names
  (graph, dice) => graph.node.splice(dice.below(graph.node.length), 1),
  (graph, dice) => graph.node.reverse().splice(0, dice.below(2)),
  withNode((node, _, graph) => graph.node.push(clone(NodeProtoSchema, node))),
  withNode((node, dice) => {
    node.opType = dice.pick(operatorTypes) ?? "";
  }),
  withNode((node, dice) => {
    node.opType = dice.pick(operatorTypes) ?? "";
  }),
  withNode((node, dice) => {
    node.domain = dice.pick(domains) ?? "";
  }),
  withNode((node, dice, graph) => replaceOne(node.input, dice, () => dice.pick(valueNames(graph)) ?? "")),
  withNode((node, dice, graph) => replaceOne(node.input, dice, () => dice.pick(valueNames(graph)) ?? "")),
  withNode((node, dice, graph) => replaceOne(node.output, dice, () => dice.pick(valueNames(graph)) ?? "")),
  withNode((node, dice, graph) => node.input.push(dice.pick(valueNames(graph)) ?? "")),
  withNode((node) => node.input.pop()),
  withNode((node) => node.input.reverse()),
  withNode((node, dice) => node.output.push(dice.pick(names) ?? "")),
  withNode((node) => node.output.pop()),
  withNode((node, dice) => {
    node.name = dice.pick(names) ?? "";
  }),
  // Attributes
  withNode((node, dice) => node.attribute.splice(dice.below(node.attribute.length), 1)),
  withNode((node, dice) => node.attribute.push(attributeOf(dice.pick(attributeNames) ?? "", dice))),
  withNode((node, dice) => replaceOne(node.attribute, dice, ({ name }) => attributeOf(name, dice))),
  withNode((node, dice) =>
    replaceOne(node.attribute, dice, (old) => {
      const changed = clone(AttributeProtoSchema, old);
      changed.i = integer(dice);
      changed.f = float(dice);
      replaceOne(changed.ints, dice, () => integer(dice));
      replaceOne(changed.floats, dice, () => float(dice));
      return changed;
    }),
  ),
  withNode((node, dice) =>
    replaceOne(node.attribute, dice, (old) => {
      const changed = clone(AttributeProtoSchema, old);
      if (dice.below(2) === 0) changed.ints.pop();
      else changed.ints.push(integer(dice));
      return changed;
    }),
  ),
  // Tensors
  withTensor((tensor, dice) => replaceOne(tensor.dims, dice, () => integer(dice))),
  withTensor((tensor) => tensor.dims.reverse()),
  withTensor((tensor) => tensor.dims.push(1n)),
  withTensor((tensor) => tensor.dims.shift()),
  withTensor((tensor, dice) => {
    tensor.dataType = dice.below(27);
  }),
  withTensor((tensor, dice) => {
    tensor.rawData = tensor.rawData.slice(dice.below(tensor.rawData.length + 1));
  }),
  withTensor((tensor, dice) => {
    const { rawData } = tensor;
    const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
    if (rawData.length >= 8) view.setBigInt64(8 * dice.below(Math.floor(rawData.length / 8)), integer(dice), true);
    else if (rawData.length >= 4) view.setFloat32(0, float(dice), true);
  }),
  withTensor((tensor, dice) => {
    tensor.name = dice.pick(names) ?? "";
  }),
  (graph, dice) => graph.initializer.splice(dice.below(graph.initializer.length), 1),
  (graph, dice) =>
    graph.initializer.push(
      create(TensorProtoSchema, { name: dice.pick(valueNames(graph)) ?? "", dataType: 1, dims: [integer(dice)] }),
    ),
  // What is declared
  withDeclared((info, dice) => {
    if (info.type?.value.case === "tensorType") info.type.value.value.elemType = dice.below(27);
  }),
  withDeclared((info, dice) => {
    if (info.type?.value.case !== "tensorType") return;
    const { dim = [] } = info.type.value.value.shape ?? {};
    const size = dice.pick(dim);
    if (size !== undefined)
      size.value =
        dice.below(3) === 0
          ? { case: "dimParam", value: dice.pick(names) ?? "" }
          : { case: "dimValue", value: integer(dice) };
  }),
  withDeclared((info, dice) => {
    if (info.type?.value.case === "tensorType") info.type.value.value.shape?.dim.splice(0, dice.below(2) + 1);
  }),
  withDeclared((info) => {
    if (info.type?.value.case === "tensorType") delete info.type.value.value.shape;
  }),
  withDeclared((info, dice) => {
    info.name = dice.pick(names) ?? "";
  }),
  (graph, dice) => {
    graph.valueInfo.push(
      create(ValueInfoProtoSchema, { ...dice.pick(graph.input), name: dice.pick(valueNames(graph)) ?? "" } as object),
    );
  },
  (graph, dice) => graph.output.push(create(ValueInfoProtoSchema, { name: dice.pick(valueNames(graph)) ?? "" })),
  (graph, dice) => graph.output.splice(dice.below(graph.output.length), 1),
  (graph, dice) => graph.input.splice(dice.below(graph.input.length), 1),
  // Versions
  (_, dice, { opsetImport }) => {
    const version = dice.pick(opsetImport);
    if (version !== undefined) version.version = BigInt(5 + dice.below(24));
  },
  (_, dice, model) => {
    model.irVersion = BigInt(dice.below(16));
  },
];

/** One to three of the ways in which an exporter, an editor or an attacker may have gone wrong, mostly one. */
export function mutateStructure(bytes: Uint8Array, dice: Dice): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const { graph } = model;
  if (graph === undefined) return bytes;
  for (let i = dice.below(2) * dice.below(3); i >= 0; i--) dice.pick(mutations)?.(graph, dice, model);
  return toBinary(ModelProtoSchema, model);
}
