import { fromBinary } from "@bufbuild/protobuf";
import { NeuralizeError } from "../errors/error.ts";
import { atNode, malformedModel, notAModel } from "../errors/messages.ts";
import { constant, input, node } from "../graph/node.ts";
import { float32, int64, strings, type Tensor } from "../graph/tensor.ts";
import type { Attribute, Attributes, Dimension, Graph, Operator, TensorType, Value } from "../graph/value.ts";
import { operators } from "../ops/index.ts";
import { dataTypeOf } from "./data-type.ts";
import { decodeTensor, type ExternalData } from "./decode-tensor.ts";
import {
  type AttributeProto,
  type GraphProto,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TypeProto,
} from "./generated/onnx_pb.ts";
import { inlineFunctions } from "./inline-functions.ts";
import { type MachineLearningImport, machineLearningImports } from "./ml/index.ts";
import { opaque } from "./opaque.ts";
import { upgrade } from "./upgrade.ts";

/** A model file as a graph. */
export interface Model {
  readonly graph: Graph;
  /** metadata_props of the file. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Every named tensor inside, by its name in the file. */
  readonly values: ReadonlyMap<string, Value>;
}

export interface DecodeOptions {
  /** Gives access to files beside the model; without it, external data is refused. */
  readonly externalData?: ExternalData;
  /** Operators of the user's own, looked up before the library's. */
  readonly operators?: readonly Operator[];
}

/**
 * Reads an ONNX file: opset 7 and newer, brought to one form; model-local functions inlined; initializers views of
 * `bytes` where they are stored raw.
 * @throws NeuralizeError NOT_A_MODEL, MALFORMED_MODEL, SHAPE_MISMATCH, UNSUPPORTED_DATA_TYPE, TOO_LARGE.
 */
export function decode(bytes: Uint8Array, options: DecodeOptions = {}): Model {
  const proto = parse(bytes);
  const graph = proto.graph;
  if (graph === undefined || graph.node.length + graph.output.length === 0) throw notAModel("it holds no graph");
  return decodeGraph(graph, proto, options);
}

function parse(bytes: Uint8Array): ModelProto {
  try {
    // A plain view: Node's Buffer is a Uint8Array whose slice() does not copy.
    return fromBinary(ModelProtoSchema, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    throw notAModel("the bytes are truncated or no protobuf", cause);
  }
}

function decodeGraph(graph: GraphProto, proto: ModelProto, options: DecodeOptions): Model {
  const opsets = new Map(
    proto.opsetImport.map((each) => [each.domain === "ai.onnx" ? "" : each.domain, Number(each.version)]),
  );
  const known = new Map(
    [...operators, ...(options.operators ?? [])].map((each) => [`${each.domain}:${each.type}`, each]),
  );
  const declared = new Map(graph.valueInfo.concat(graph.output).map((info) => [info.name, info.type]));
  const values = new Map<string, Value>();
  const define = (name: string, value: Value): void => {
    if (values.has(name)) throw malformedModel(`the name "${name}" is defined twice`);
    values.set(name, value);
  };
  for (const tensor of graph.initializer)
    define(tensor.name, constant(decodeTensor(tensor, options.externalData), tensor.name));
  if (graph.sparseInitializer.length > 0) throw malformedModel("it has sparse initializers, which are not supported");
  // Files before IR 4 list initializers among the inputs; a default that may be overridden is a constant here.
  const inputs = graph.input
    .filter((info) => !values.has(info.name))
    .map((info) => {
      const { type, shape } = tensorType(info.type, info.name) ?? { type: "float32", shape: undefined };
      const value = input(info.name, type, shape);
      define(info.name, value);
      return value;
    });
  for (const written of sorted(inlineFunctions(graph.node, proto.functions), values)) {
    const operands = written.input.map((name) => (name === "" ? undefined : values.get(name)));
    const outputs = decodeNode(written, operands, { opsets, known, declared, external: options.externalData });
    written.output.forEach((name, i) => {
      const value = outputs[i];
      if (name !== "" && value !== undefined) define(name, value);
    });
  }
  const outputs = graph.output.map((info): [string, Value] => {
    const value = values.get(info.name);
    if (value === undefined) throw malformedModel(`the output "${info.name}" is not computed by anything`);
    return [info.name, value];
  });
  if (outputs.length === 0) throw malformedModel("it has no outputs");
  return {
    graph: { inputs, outputs: Object.fromEntries(outputs) },
    metadata: Object.fromEntries(proto.metadataProps.map(({ key, value }) => [key, value])),
    values,
  };
}

/** Nodes in an order in which every input is defined before it is used; files usually are, but nothing forces them. */
function sorted(nodes: readonly NodeProto[], defined: ReadonlyMap<string, Value>): readonly NodeProto[] {
  const producers = new Map(
    nodes.flatMap((each) => each.output.filter((name) => name !== "").map((name) => [name, each] as const)),
  );
  const done = new Set<NodeProto>();
  const open = new Set<NodeProto>();
  const order: NodeProto[] = [];
  for (const root of nodes) {
    const stack = [root];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as NodeProto;
      if (done.has(top)) {
        stack.pop();
        continue;
      }
      const waiting: NodeProto[] = [];
      for (const name of top.input) {
        if (name === "" || defined.has(name)) continue;
        const producer = producers.get(name);
        if (producer === undefined)
          throw malformedModel(`node ${describe(top)} reads "${name}", which nothing defines`);
        if (!done.has(producer)) waiting.push(producer);
      }
      if (waiting.length === 0) {
        stack.pop();
        done.add(top);
        order.push(top);
        continue;
      }
      if (open.has(top)) throw malformedModel(`node ${describe(top)} lies on a cycle`);
      open.add(top);
      stack.push(...waiting);
    }
  }
  return order;
}

const describe = (proto: NodeProto): string => `"${proto.name || proto.output[0] || "?"}" (${proto.opType})`;

interface Context {
  readonly opsets: ReadonlyMap<string, number>;
  readonly known: ReadonlyMap<string, Operator>;
  readonly declared: ReadonlyMap<string, TypeProto | undefined>;
  readonly external: ExternalData | undefined;
}

function decodeNode(proto: NodeProto, inputs: readonly (Value | undefined)[], context: Context): readonly Value[] {
  const domain = proto.domain === "ai.onnx" ? "" : proto.domain;
  const attributes = decodeAttributes(proto.attribute, context.external);
  const names = { ...(proto.name !== "" && { name: proto.name }), outputNames: proto.output };
  try {
    if (domain === "" && proto.opType === "Constant") return [constant(constantValue(attributes), proto.output[0])];
    const convert: MachineLearningImport | undefined = machineLearningImports[`${domain}:${proto.opType}`];
    if (convert !== undefined) return convert({ inputs, attributes, names });
    const written = { operator: proto.opType, inputs, attributes };
    const opset = context.opsets.get(domain);
    const upgraded = domain === "" && opset !== undefined ? upgrade(written, opset) : written;
    const definition = context.known.get(`${domain}:${upgraded.operator}`);
    if (definition !== undefined) return node(definition, upgraded.inputs, upgraded.attributes, names).values;
    const declared = proto.output.map((name) => tensorType(context.declared.get(name), name));
    return node(opaque(upgraded.operator, domain, declared), inputs, attributes, names).values;
  } catch (error) {
    if (error instanceof NeuralizeError) throw atNode(describe(proto), error);
    throw error;
  }
}

function constantValue(attributes: Attributes): Tensor {
  const { value, value_float, value_floats, value_int, value_ints, value_string, value_strings } = attributes;
  if (value?.kind === "tensor") return value.value;
  if (value_float?.kind === "float") return float32([value_float.value], []);
  if (value_floats?.kind === "floats") return float32(value_floats.value);
  if (value_int?.kind === "int") return int64([value_int.value], []);
  if (value_ints?.kind === "ints") return int64(value_ints.value);
  if (value_string?.kind === "string") return strings([value_string.value], []);
  if (value_strings?.kind === "strings") return strings(value_strings.value);
  throw malformedModel("a Constant has no value that can be read");
}

const decodeAttributes = (protos: readonly AttributeProto[], external: ExternalData | undefined): Attributes =>
  Object.fromEntries(protos.map((proto) => [proto.name, decodeAttribute(proto, external)]));

function decodeAttribute(proto: AttributeProto, external: ExternalData | undefined): Attribute {
  const text = new TextDecoder();
  switch (proto.type) {
    case Kind.FLOAT:
      return { kind: "float", value: proto.f };
    case Kind.INT:
      return { kind: "int", value: Number(proto.i) };
    case Kind.STRING:
      return { kind: "string", value: text.decode(proto.s) };
    case Kind.FLOATS:
      return { kind: "floats", value: proto.floats };
    case Kind.INTS:
      return { kind: "ints", value: proto.ints.map(Number) };
    case Kind.STRINGS:
      return { kind: "strings", value: proto.strings.map((each) => text.decode(each)) };
    case Kind.TENSOR:
      if (proto.t === undefined) throw malformedModel(`attribute "${proto.name}" has no tensor`);
      return { kind: "tensor", value: decodeTensor(proto.t, external) };
    default:
      return { kind: "graph" };
  }
}

function tensorType(type: TypeProto | undefined, name: string): TensorType | undefined {
  if (type?.value.case !== "tensorType") return undefined;
  const { elemType, shape } = type.value.value;
  const sizes = shape?.dim.map((dim, axis): Dimension => {
    if (dim.value.case === "dimValue") return Number(dim.value.value);
    return dim.value.case === "dimParam" && dim.value.value !== "" ? dim.value.value : `${name}.${axis}`;
  });
  return { type: dataTypeOf(elemType), shape: sizes };
}
