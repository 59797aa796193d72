import { clone, create } from "@bufbuild/protobuf";
import { dataTooLarge, malformedModel } from "../errors/messages.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type FunctionProto,
  type NodeProto,
  NodeProtoSchema,
} from "./generated/onnx_pb.ts";

// A function that calls two functions that call two functions … is how a small file would explode.
const mostNodes = 1_000_000;
const deepest = 32;

const key = (domain: string, name: string): string => `${domain}:${name}`;

/**
 * Replaces every call of a model-local function by the function's body, until none is left. Inner names get the
 * call's name as a prefix, so that they stay unique and readable.
 * @throws NeuralizeError MALFORMED_MODEL for functions that call themselves, TOO_LARGE for exploding ones.
 */
export function inlineFunctions(
  nodes: readonly NodeProto[],
  functions: readonly FunctionProto[],
): readonly NodeProto[] {
  if (functions.length === 0) return nodes;
  const bodies = new Map(functions.map((each) => [key(each.domain, each.name), each]));
  let current = nodes;
  for (let depth = 0; current.some((each) => bodies.has(key(each.domain, each.opType))); depth++) {
    if (depth === deepest) throw malformedModel("its functions call each other more than 32 deep, or in a circle");
    current = current.flatMap((each, i) => {
      const body = bodies.get(key(each.domain, each.opType));
      return body === undefined ? [each] : inlined(each, body, `${each.name || each.opType}#${depth}.${i}`);
    });
    if (current.length > mostNodes)
      throw dataTooLarge("the model with its functions inlined", current.length, mostNodes);
  }
  return current;
}

function inlined(call: NodeProto, body: FunctionProto, prefix: string): readonly NodeProto[] {
  const names = new Map<string, string>([
    ...body.input.map((name, i) => [name, call.input[i] ?? ""] as const),
    ...body.output.map((name, i) => [name, call.output[i] || `${prefix}/${name}`] as const),
  ]);
  const renamed = (name: string): string => (name === "" ? "" : (names.get(name) ?? `${prefix}/${name}`));
  const given = new Map(call.attribute.map((each) => [each.name, each]));
  const defaults = new Map(body.attributeProto.map((each) => [each.name, each]));
  const resolved = (attribute: AttributeProto): readonly AttributeProto[] => {
    if (attribute.refAttrName === "") return [attribute];
    const actual = given.get(attribute.refAttrName) ?? defaults.get(attribute.refAttrName);
    return actual === undefined
      ? []
      : [create(AttributeProtoSchema, { ...clone(AttributeProtoSchema, actual), name: attribute.name })];
  };
  return body.node.map((each) =>
    create(NodeProtoSchema, {
      opType: each.opType,
      domain: each.domain,
      name: `${prefix}/${each.name}`,
      input: each.input.map(renamed),
      output: each.output.map(renamed),
      attribute: each.attribute.flatMap(resolved),
    }),
  );
}
