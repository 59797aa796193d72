import { create, toBinary } from "@bufbuild/protobuf";
import { dataTooLarge, headLayerInFile } from "../errors/messages.ts";
import { checkGraph, isHandedThrough } from "../graph/check.ts";
import { mergeEqual } from "../graph/merge-equal.ts";
import { nameOf } from "../graph/node.ts";
import { type Tensor, toInt64 } from "../graph/tensor.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Attribute, Constant, Graph, Node, TensorType, Value } from "../graph/value.ts";
import { identity } from "../ops/identity.ts";
import { numberOfDataType } from "./data-type.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./generated/onnx_pb.ts";
import { opset, writtenOpsets } from "./written-opsets.ts";

// Protobuf ends at 2 GiB; nodes and names need a little of it.
const largestFile = 2 ** 31 - 2 ** 24;

/** The oldest IR version that knows an opset. */
const irVersionOf = (version: number): bigint =>
  version <= 18 ? 8n : version <= 20 ? 9n : version <= 22 ? 10n : version === 23 ? 11n : version === 24 ? 12n : 13n;

export interface EncodeOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly documentation?: string;
}

/**
 * Writes a graph as an ONNX file: standard operators of opset 18, equal nodes merged, names unique and, where the
 * user's file had one, the user's.
 * @throws NeuralizeError HEAD_LAYER_IN_FILE when a layer of the neuralize domain has not been lowered; NAME_CLASH for
 *   an input called like an output; TOO_LARGE; UNSUPPORTED_OPSET; INCONSISTENT_GRAPH as `checkGraph`.
 */
export function encode(graph: Graph, options: EncodeOptions = {}): Uint8Array {
  const merged = withOwnOutputs(mergeEqual(checkGraph(graph, "encode")));
  const order = topologicalOrder(Object.values(merged.outputs));
  for (const node of order)
    if (node.operator.domain === "neuralize") throw headLayerInFile(nameOf(node), node.operator.type);
  const names = nameValues(merged, order);
  const constants = constantsOf(merged, order);
  const size = constants.reduce((sum, { tensor }) => sum + tensor.bytes.length, 0);
  if (size > largestFile) throw dataTooLarge("The weights of the explainer", size, "bytes in one file", largestFile);
  const opsets = writtenOpsets(order);
  const model = create(ModelProtoSchema, {
    irVersion: irVersionOf(opsets.get("") ?? opset),
    producerName: "neuralize",
    ...(options.documentation !== undefined && { docString: options.documentation }),
    opsetImport: [...opsets].map(([domain, version]) => ({ domain, version: BigInt(version) })),
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: create(GraphProtoSchema, {
      name: options.name ?? "neuralize",
      node: order.map((node) => encodeNode(node, names)),
      initializer: constants.map((each) => encodeTensor(each.tensor, names.of({ producer: each, index: 0 }))),
      input: merged.inputs.map((value) => valueInfo(names.of(value), value)),
      output: Object.entries(merged.outputs).map(([name, value]) => valueInfo(name, value)),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

/** Every other output gets a node of its own, as the format wants: it is no input, no constant, and no other output. */
function withOwnOutputs(graph: Graph): Graph {
  const taken = new Set<Value>();
  const outputs = Object.entries(graph.outputs).map(([name, value]): [string, Value] => {
    const free = value.producer.kind === "node" && !taken.has(value);
    const own = free || isHandedThrough(name, value) ? value : identity(value);
    taken.add(own);
    return [name, own];
  });
  return { inputs: graph.inputs, outputs: Object.fromEntries(outputs) };
}

interface Naming {
  of(value: Value): string;
}

function nameValues(graph: Graph, order: readonly Node[]): Naming {
  const used = new Set<string>();
  const names = new Map<Value, string>();
  const constants = new Map<Constant, string>();
  // Where a name was found free the last time: many nodes may wish for the same one.
  const next = new Map<string, number>();
  const unique = (wish: string): string => {
    let name = wish;
    let i = next.get(wish) ?? 1;
    for (; used.has(name); i++) name = `${wish}_${i}`;
    next.set(wish, i);
    used.add(name);
    return name;
  };
  for (const value of graph.inputs) if (value.producer.kind === "input") names.set(value, unique(value.producer.name));
  for (const [name, value] of Object.entries(graph.outputs)) {
    used.add(name);
    names.set(value, name);
  }
  for (const node of order) {
    for (const value of node.values) {
      if (!names.has(value))
        names.set(value, unique(node.outputNames?.[value.index] || `${node.operator.type}_${names.size}`));
    }
  }
  return {
    of: (value) => {
      const { producer } = value;
      if (producer.kind !== "constant") return names.get(value) ?? "";
      const name = constants.get(producer) ?? unique(producer.name ?? `constant_${constants.size}`);
      constants.set(producer, name);
      return name;
    },
  };
}

function constantsOf(graph: Graph, order: readonly Node[]): readonly Constant[] {
  const found = new Set<Constant>();
  for (const node of order)
    for (const value of node.inputs) if (value?.producer.kind === "constant") found.add(value.producer);
  for (const value of Object.values(graph.outputs)) if (value.producer.kind === "constant") found.add(value.producer);
  return [...found];
}

// Trailing inputs that are left out are not written: onnxruntime's WebGPU kernels take an empty name for a tensor.
const writtenInputs = ({ inputs }: Node): Node["inputs"] =>
  inputs.slice(0, inputs.findLastIndex((value) => value !== undefined) + 1);

const encodeNode = (node: Node, names: Naming): NodeProto =>
  create(NodeProtoSchema, {
    opType: node.operator.type,
    domain: node.operator.domain,
    name: node.name ?? "",
    docString: node.origin ?? "",
    input: writtenInputs(node).map((value) => (value === undefined ? "" : names.of(value))),
    output: node.values.map((value) => names.of(value)),
    attribute: Object.entries(node.attributes).map(([name, attribute]) => encodeAttribute(name, attribute)),
  });

function encodeAttribute(name: string, attribute: Attribute): AttributeProto {
  const text = new TextEncoder();
  switch (attribute.kind) {
    case "int":
      return create(AttributeProtoSchema, { name, type: Kind.INT, i: toInt64(attribute.value) });
    case "float":
      return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: attribute.value });
    case "string":
      return create(AttributeProtoSchema, { name, type: Kind.STRING, s: text.encode(attribute.value) });
    case "ints":
      return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: attribute.value.map(toInt64) });
    case "floats":
      return create(AttributeProtoSchema, { name, type: Kind.FLOATS, floats: [...attribute.value] });
    case "strings":
      return create(AttributeProtoSchema, {
        name,
        type: Kind.STRINGS,
        strings: attribute.value.map((each) => text.encode(each)),
      });
    case "tensor":
      return create(AttributeProtoSchema, { name, type: Kind.TENSOR, t: encodeTensor(attribute.value, "") });
  }
}

const encodeTensor = (tensor: Tensor, name: string): TensorProto => {
  const text = new TextEncoder();
  return create(TensorProtoSchema, {
    name,
    dims: tensor.shape.map(BigInt),
    dataType: numberOfDataType(tensor.type),
    ...(tensor.strings ? { stringData: tensor.strings.map((each) => text.encode(each)) } : { rawData: tensor.bytes }),
  });
};

function valueInfo(name: string, value: Value): ValueInfoProto {
  const { type, shape } = value.producer.outputs[value.index] as TensorType;
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: numberOfDataType(type),
          ...(shape && {
            shape: {
              dim: shape.map((size) => ({
                value:
                  typeof size === "number"
                    ? { case: "dimValue" as const, value: BigInt(size) }
                    : { case: "dimParam" as const, value: size },
              })),
            },
          }),
        },
      },
    },
  });
}
