import { malformedModel, unsupportedAttribute } from "../errors/messages.ts";
import { quoted } from "../errors/printable.ts";
import type { Attribute, Attributes } from "../graph/value.ts";
import { decodeTensor, type ExternalData } from "./decode-tensor.ts";
import { decodeText } from "./decode-text.ts";
import { type AttributeProto, AttributeProto_AttributeType as Kind } from "./generated/onnx_pb.ts";

/**
 * The attributes of a node by their names.
 * @throws NeuralizeError MALFORMED_MODEL, UNSUPPORTED_ATTRIBUTE, and those of `decodeTensor`.
 */
export function decodeAttributes(protos: readonly AttributeProto[], external: ExternalData | undefined): Attributes {
  const attributes = new Map<string, Attribute>();
  for (const proto of protos) {
    if (attributes.has(proto.name)) throw malformedModel(`attribute ${quoted(proto.name)} is given twice`);
    if (proto.refAttrName !== "")
      throw malformedModel(
        `attribute ${quoted(proto.name)} refers to ${quoted(proto.refAttrName)} outside of a function`,
      );
    attributes.set(proto.name, decodeAttribute(proto, external));
  }
  return Object.fromEntries(attributes);
}

function decodeAttribute(proto: AttributeProto, external: ExternalData | undefined): Attribute {
  const text = (bytes: Uint8Array): string => decodeText(bytes, `attribute ${quoted(proto.name)}`);
  const whole = (value: bigint): number => wholeNumber(value, proto.name);
  switch (proto.type) {
    case Kind.FLOAT:
      return { kind: "float", value: proto.f };
    case Kind.INT:
      return { kind: "int", value: whole(proto.i) };
    case Kind.STRING:
      return { kind: "string", value: text(proto.s) };
    case Kind.FLOATS:
      return { kind: "floats", value: proto.floats };
    case Kind.INTS:
      return { kind: "ints", value: proto.ints.map(whole) };
    case Kind.STRINGS:
      return { kind: "strings", value: proto.strings.map(text) };
    case Kind.TENSOR:
      if (proto.t === undefined) throw malformedModel(`attribute ${quoted(proto.name)} has no tensor`);
      return { kind: "tensor", value: decodeTensor(proto.t, external) };
    case Kind.UNDEFINED:
      throw malformedModel(`attribute ${quoted(proto.name)} has no type`);
    default:
      throw unsupportedAttribute(proto.name, (Kind[proto.type] ?? `type ${proto.type}`).toLowerCase());
  }
}

// "To the end" is written as the largest int64, or nearly so; it reads as 2⁶³ and is written back as the largest.
const nearTheEnd = 2n ** 63n - 1024n;

function wholeNumber(value: bigint, name: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) && value < nearTheEnd && value > -nearTheEnd)
    throw unsupportedAttribute(name, `the integer ${value}, beyond 2^53,`);
  return number;
}
