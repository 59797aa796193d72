import { create, toBinary } from "@bufbuild/protobuf";
import { headLayerInFile } from "../errors/messages.ts";
import { mergeEqual } from "../graph/merge-equal.ts";
import { nameOf } from "../graph/node.ts";
import type { Tensor } from "../graph/tensor.ts";
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

/** The opset that every operator here is written in, and the IR version that came with it. */
export const opset = 18;
const irVersion = 8;

// The IR versions that came with the opsets after that one, 19 to 25.
const laterIrVersions = [9, 9, 10, 10, 11, 12, 13];

export interface EncodeOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly documentation?: string;
}

/**
 * Writes a graph as an ONNX file: standard operators of opset 18, equal nodes merged, names unique and, where the
 * user's file had one, the user's.
 * @throws NeuralizeError HEAD_LAYER_IN_FILE when a layer of the neuralize domain has not been lowered.
 */
export function encode(graph: Graph, options: EncodeOptions = {}): Uint8Array {
  const merged = withOwnOutputs(mergeEqual(graph));
  const order = topologicalOrder(Object.values(merged.outputs));
  for (const node of order)
    if (node.operator.domain === "neuralize") throw headLayerInFile(nameOf(node), node.operator.type);
  const names = nameValues(merged, order);
  const constants = constantsOf(merged, order);
  // The opsets after 18 change nothing that is written here but what an operator says of itself.
  const since = order.reduce((latest, node) => Math.max(latest, node.operator.since(node)), opset);
  const domains = new Set(order.map((node) => node.operator.domain).filter((domain) => domain !== ""));
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(laterIrVersions[since - opset - 1] ?? irVersion),
    producerName: "neuralize",
    ...(options.documentation !== undefined && { docString: options.documentation }),
    opsetImport: [{ domain: "", version: BigInt(since) }, ...[...domains].map((domain) => ({ domain, version: 1n }))],
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

/** Every output gets a node of its own, as the format wants: no output is an input, a constant, or another output. */
function withOwnOutputs(graph: Graph): Graph {
  const taken = new Set<Value>();
  const outputs = Object.entries(graph.outputs).map(([name, value]): [string, Value] => {
    const own = value.producer.kind === "node" && !taken.has(value) ? value : identity(value);
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
  const unique = (wish: string): string => {
    let name = wish;
    for (let i = 1; used.has(name); i++) name = `${wish}_${i}`;
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

const encodeNode = (node: Node, names: Naming): NodeProto =>
  create(NodeProtoSchema, {
    opType: node.operator.type,
    domain: node.operator.domain,
    name: node.name ?? "",
    docString: node.origin ?? "",
    input: node.inputs.map((value) => (value === undefined ? "" : names.of(value))),
    output: node.values.map((value) => names.of(value)),
    attribute: Object.entries(node.attributes).map(([name, attribute]) => encodeAttribute(name, attribute)),
  });

function encodeAttribute(name: string, attribute: Attribute): AttributeProto {
  const text = new TextEncoder();
  switch (attribute.kind) {
    case "int":
      return create(AttributeProtoSchema, { name, type: Kind.INT, i: BigInt(attribute.value) });
    case "float":
      return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: attribute.value });
    case "string":
      return create(AttributeProtoSchema, { name, type: Kind.STRING, s: text.encode(attribute.value) });
    case "ints":
      return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: attribute.value.map(BigInt) });
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
    case "graph":
      return create(AttributeProtoSchema, { name, type: Kind.GRAPH });
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
