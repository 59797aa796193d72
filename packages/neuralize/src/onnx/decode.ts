import { fromBinary } from "@bufbuild/protobuf";
import { NeuralizeError } from "../errors/error.ts";
import {
  atNode,
  dataTooLarge,
  malformedModel,
  missingOpset,
  notAModel,
  operandTypes,
  sparseInitializers,
} from "../errors/messages.ts";
import { quoted } from "../errors/printable.ts";
import { input, node, typeOf } from "../graph/node.ts";
import { mixedOperands } from "../graph/operand-types.ts";
import { float32, int64, strings, type Tensor } from "../graph/tensor.ts";
import type { Attributes, Dimension, Graph, Node, Operator, TensorType, Value } from "../graph/value.ts";
import { operators } from "../ops/index.ts";
import { decodeAttributes } from "./decode-attribute.ts";
import { decodeTensor, type ExternalData } from "./decode-tensor.ts";
import { declaredType, requireDeclared } from "./decode-type.ts";
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type TypeProto,
  type ValueInfoProto,
} from "./generated/onnx_pb.ts";
import { inlineFunctions, type PlacedNode } from "./inline-functions.ts";
import { measure } from "./measure.ts";
import { type MachineLearningImport, machineLearningImports } from "./ml/index.ts";
import { opaque } from "./opaque.ts";
import { domainOf, versionsOf } from "./opsets.ts";
import { describe, orderNodes } from "./order-nodes.ts";
import { refuseUnreadable } from "./unreadable.ts";
import { upgrade } from "./upgrade.ts";
import { widenedAttributes, widenedConstant, widenedType } from "./widen.ts";

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
  /**
   * Shapes of inputs, by name, in place of those that the file declares, which they must agree with: an explainer
   * belongs to one spatial size.
   */
  readonly inputShapes?: Readonly<Record<string, readonly Dimension[]>>;
  /** Operators of the user's own, looked up before the library's. */
  readonly operators?: readonly Operator[];
}

/**
 * Reads an ONNX file: opset 7 and newer, brought to one form; model-local functions inlined; initializers views of
 * `bytes` where they are stored raw. Models in float16 or bfloat16 are computed in float32, inputs and outputs included. What the file declares of types and shapes is held against what follows from its
 * inputs and operators.
 * @throws NeuralizeError NOT_A_MODEL, MALFORMED_MODEL, TOO_LARGE, UNSUPPORTED_OPSET, UNSUPPORTED_OPERATOR,
 *   UNSUPPORTED_ATTRIBUTE, UNSUPPORTED_INITIALIZER, UNSUPPORTED_DATA_TYPE, NOT_A_TENSOR, TYPE_MISMATCH, SHAPE_MISMATCH.
 */
export function decode(bytes: Uint8Array, options: DecodeOptions = {}): Model {
  const proto = parse(bytes);
  const graph = proto.graph;
  if (graph === undefined || graph.node.length + graph.output.length === 0) throw notAModel("it holds no graph");
  return decodeGraph(graph, proto, options);
}

// What a file's structure may take in memory as objects, and how deep its messages may lie in each other (TypeProto and
// GraphProto can hold themselves). A network of 10⁵ nodes takes 10⁸ bytes and 10 levels.
const limits = { cost: 2 ** 29, depth: 64 };

function parse(bytes: Uint8Array): ModelProto {
  // A plain view: Node's Buffer is a Uint8Array whose slice() does not copy.
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { cost, depth } = readable(() => measure(ModelProtoSchema, view, limits));
  if (cost > limits.cost)
    throw dataTooLarge("The structure of the model", cost, "bytes in memory or more", limits.cost);
  if (depth > limits.depth) throw malformedModel(`its parts lie more than ${limits.depth} deep in each other`);
  return readable(() => fromBinary(ModelProtoSchema, view, { readUnknownFields: false }));
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw notAModel("the bytes are truncated or not protobuf", cause);
  }
}

function decodeGraph(graph: GraphProto, proto: ModelProto, options: DecodeOptions): Model {
  const opsets = versionsOf(proto);
  const nodes = inlineFunctions(graph.node, proto.functions, opsets);
  refuseUnreadable(nodes.map((each) => each.proto));
  if (graph.sparseInitializer.length > 0)
    throw sparseInitializers(graph.sparseInitializer.map((each) => each.values?.name ?? ""));
  const promised = decodeOutputs(graph);
  const context = contextOf(graph, options);
  const values = new Map<string, Value>();
  const define = (name: string, value: Value): void => {
    if (values.has(name)) throw malformedModel(`the name ${quoted(name)} is defined twice`);
    requireDeclared(typeOf(value), declaredHere(context.declared.get(name), name, "value"), name);
    values.set(name, value);
  };
  for (const tensor of graph.initializer) {
    requireName(tensor.name, "initializer");
    define(tensor.name, widenedConstant(decodeTensor(tensor, options.externalData), tensor.name));
  }
  const inputs = decodeInputs(graph, values, options.inputShapes ?? {});
  for (const value of inputs) if (value.producer.kind === "input") define(value.producer.name, value);
  const lookUp = (name: string, reader: string): Value => {
    const value = values.get(name);
    if (value === undefined) throw malformedModel(`${reader} ${quoted(name)}, which nothing computes`);
    return value;
  };
  for (const placed of orderNodes(nodes, (name) => values.has(name))) {
    const { input: operands, output } = placed.proto;
    const reader = `node ${describe(placed.proto)} reads`;
    const results = decodeNode(
      placed,
      operands.map((name) => (name === "" ? undefined : lookUp(name, reader))),
      context,
    );
    output.forEach((name, i) => {
      const value = results[i];
      if (name !== "" && value !== undefined) define(name, value);
    });
  }
  const outputs = [...promised].map(([name, declared]): readonly [string, Value] => {
    const value = lookUp(name, "it has the output");
    requireDeclared(typeOf(value), declared, name);
    return [name, value];
  });
  return {
    graph: { inputs, outputs: Object.fromEntries(outputs) },
    metadata: Object.fromEntries(proto.metadataProps.map(({ key, value }) => [key, value])),
    values,
  };
}

/** What the file declares, in the types that are computed with. */
function declaredHere(type: TypeProto | undefined, name: string, role: string): TensorType | undefined {
  const declared = declaredType(type, name, role);
  return declared && widenedType(declared);
}

function requireName(name: string, role: string): void {
  if (name === "") throw malformedModel(`it has an ${role} without a name`);
}

/**
 * The inputs that are to be fed. Files before IR 4 list initializers among the inputs; a default that may be overridden
 * is a constant here.
 */
function decodeInputs(
  graph: GraphProto,
  initializers: ReadonlyMap<string, Value>,
  shapes: NonNullable<DecodeOptions["inputShapes"]>,
): readonly Value[] {
  const inputs: Value[] = [];
  const names = new Set<string>();
  for (const { name, type } of graph.input) {
    requireName(name, "input");
    if (names.has(name)) throw malformedModel(`it lists the input ${quoted(name)} twice`);
    names.add(name);
    const declared = declaredHere(type, name, "input");
    const initializer = initializers.get(name);
    if (initializer !== undefined) {
      requireDeclared(typeOf(initializer), declared, name);
      continue;
    }
    if (declared === undefined) throw malformedModel(`its input ${quoted(name)} has no element type`);
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : declared.shape;
    requireDeclared({ type: declared.type, shape }, declared, name);
    inputs.push(input(name, declared.type, shape));
  }
  return inputs;
}

/** What is declared of each output, which need not be anything. */
function decodeOutputs(graph: GraphProto): ReadonlyMap<string, TensorType | undefined> {
  const declared = new Map<string, TensorType | undefined>();
  for (const { name, type } of graph.output) {
    requireName(name, "output");
    if (declared.has(name)) throw malformedModel(`it lists the output ${quoted(name)} twice`);
    declared.set(name, declaredHere(type, name, "output"));
  }
  if (declared.size === 0) throw malformedModel("it has no outputs");
  return declared;
}

interface Context {
  readonly known: ReadonlyMap<string, Operator>;
  readonly declared: ReadonlyMap<string, TypeProto | undefined>;
  readonly external: ExternalData | undefined;
}

const contextOf = ({ valueInfo, output }: GraphProto, options: DecodeOptions): Context => ({
  known: new Map([...operators, ...(options.operators ?? [])].map((each) => [keyOf(each.domain, each.type), each])),
  declared: new Map([...valueInfo, ...output].map(({ name, type }: ValueInfoProto) => [name, type])),
  external: options.externalData,
});

const keyOf = (domain: string, type: string): string => `${domain}:${type}`;

function decodeNode(
  { proto, opsets }: PlacedNode,
  inputs: readonly (Value | undefined)[],
  context: Context,
): readonly Value[] {
  const domain = domainOf(proto.domain);
  const opset = opsets.get(domain);
  if (domain === "" && opset === undefined) throw missingOpset(describe(proto));
  const names = { ...(proto.name !== "" && { name: proto.name }), outputNames: proto.output };
  try {
    const raw = decodeAttributes(proto.attribute, context.external);
    if (domain === "" && proto.opType === "Constant") return [widenedConstant(constantValue(raw), proto.output[0])];
    const attributes = domain === "" ? widenedAttributes(proto.opType, raw) : raw;
    const convert: MachineLearningImport | undefined = machineLearningImports.get(keyOf(domain, proto.opType));
    if (convert !== undefined) return convert({ inputs, attributes, names });
    const written = { operator: proto.opType, inputs, attributes, names };
    const upgraded = domain === "" && opset !== undefined ? upgrade(written, opset) : written;
    if (!("operator" in upgraded)) return upgraded;
    const definition = context.known.get(keyOf(domain, upgraded.operator));
    if (definition !== undefined) return sound(node(definition, upgraded.inputs, upgraded.attributes, names));
    const declared = proto.output.map((name) => declaredHere(context.declared.get(name), name, "value"));
    const version = upgraded === written ? opset : undefined;
    return sound(
      node(opaque(upgraded.operator, domain, declared, version), upgraded.inputs, upgraded.attributes, names),
    );
  } catch (error) {
    if (error instanceof NeuralizeError) throw atNode(describe(proto), error);
    throw error;
  }
}

function sound(decoded: Node): readonly Value[] {
  const mixed = mixedOperands(decoded);
  if (mixed !== undefined) throw operandTypes(mixed);
  return decoded.values;
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
