import { dataTooLarge, malformedModel } from "../errors/messages.ts";
import { quoted } from "../errors/printable.ts";
import { mostAxes } from "../graph/sound-type.ts";
import { bytesPerElement, type DataType, elementCount, type Tensor } from "../graph/tensor.ts";
import { dataTypeOf } from "./data-type.ts";
import { decodeText } from "./decode-text.ts";
import { type TensorProto, TensorProto_DataLocation } from "./generated/onnx_pb.ts";

/** Reads `length` bytes (to the end when undefined) of a file beside the model; the caller keeps it inside the folder. */
export type ExternalData = (location: string, offset: number, length: number | undefined) => Uint8Array;

// ONNX itself limits a protobuf to 2 GiB; external data may be larger, but one tensor of it must fit a typed array.
const largestTensor = 2 ** 32;

// Small types travel in int32_data, one element per entry.
const fromInt32: Partial<Record<DataType, (values: readonly number[]) => ArrayBufferView>> = {
  int32: (values) => Int32Array.from(values),
  int16: (values) => Int16Array.from(values),
  int8: (values) => Int8Array.from(values),
  uint16: (values) => Uint16Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  bool: (values) => Uint8Array.from(values),
  float16: (values) => Uint16Array.from(values),
  bfloat16: (values) => Uint16Array.from(values),
};

function typedField(proto: TensorProto, type: DataType): ArrayBufferView {
  if (type === "float32") return Float32Array.from(proto.floatData);
  if (type === "float64") return Float64Array.from(proto.doubleData);
  if (type === "int64") return BigInt64Array.from(proto.int64Data);
  if (type === "uint64") return BigUint64Array.from(proto.uint64Data);
  if (type === "uint32") return Uint32Array.from(proto.uint64Data, Number);
  return fromInt32[type]?.(proto.int32Data) ?? new Uint8Array(0);
}

function externalBytes(proto: TensorProto, read: ExternalData | undefined, size: number): Uint8Array {
  const entry = (key: string): string | undefined => proto.externalData.find((each) => each.key === key)?.value;
  const location = entry("location");
  if (location === undefined || location === "")
    throw malformedModel(`tensor ${quoted(proto.name)} is external but names no file`);
  if (read === undefined)
    throw malformedModel(`tensor ${quoted(proto.name)} lies in the file ${quoted(location)}, which was not given`);
  const offset = wholeNumber(entry("offset") ?? "0");
  const length = wholeNumber(entry("length") ?? String(size));
  if (!Number.isSafeInteger(offset + size) || length !== size) {
    throw malformedModel(
      `tensor ${quoted(proto.name)} needs ${size} bytes, but its external data claims ${length} at offset ${offset}`,
    );
  }
  return read(location, offset, length);
}

const wholeNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

/**
 * A TensorProto as a constant; its bytes are a view of the file wherever they are stored raw.
 * @throws NeuralizeError MALFORMED_MODEL when the declared size and the data disagree, before anything is allocated.
 */
export function decodeTensor(proto: TensorProto, external?: ExternalData): Tensor {
  const what = `Tensor ${quoted(proto.name)}`;
  const type = dataTypeOf(proto.dataType, what);
  if (proto.dims.length > mostAxes) throw malformedModel(`tensor ${quoted(proto.name)} has ${proto.dims.length} axes`);
  const shape = proto.dims.map(Number);
  const count = elementCount(shape);
  if (shape.some((size) => size < 0 || !Number.isSafeInteger(size)) || !Number.isSafeInteger(count)) {
    throw malformedModel(`tensor ${quoted(proto.name)} has the shape [${shape.join(", ")}]`);
  }
  if (type === "string") {
    if (proto.stringData.length !== count)
      throw malformedModel(`tensor ${quoted(proto.name)} has ${proto.stringData.length} strings instead of ${count}`);
    return { type, shape, bytes: new Uint8Array(0), strings: proto.stringData.map((each) => decodeText(each, what)) };
  }
  const size = count * bytesPerElement[type];
  if (size > largestTensor) throw dataTooLarge(what, size, "bytes", largestTensor);
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL)
    return { type, shape, bytes: externalBytes(proto, external, size) };
  if (proto.rawData.length > 0 || size === 0) return checked({ type, shape, bytes: proto.rawData }, proto.name, size);
  const field = typedField(proto, type);
  return checked(
    { type, shape, bytes: new Uint8Array(field.buffer, field.byteOffset, field.byteLength) },
    proto.name,
    size,
  );
}

function checked(tensor: Tensor, name: string, size: number): Tensor {
  if (tensor.bytes.length !== size) {
    throw malformedModel(
      `tensor ${quoted(name)} of shape [${tensor.shape.join(", ")}] needs ${size} bytes but has ${tensor.bytes.length}`,
    );
  }
  return tensor;
}
