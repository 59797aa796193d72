import { unsupportedDataType } from "../errors/messages.ts";
import type { DataType } from "../graph/tensor.ts";

/** TensorProto.DataType, by number. */
const numbers: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
};

const byNumber = new Map(Object.entries(numbers).map(([type, number]) => [number, type as DataType]));

export const numberOfDataType = (type: DataType): number => numbers[type];

/** What the element types are called that are not read. */
const others: Readonly<Record<number, string>> = {
  14: "complex64",
  15: "complex128",
  17: "float8e4m3fn",
  18: "float8e4m3fnuz",
  19: "float8e5m2",
  20: "float8e5m2fnuz",
  21: "uint4",
  22: "int4",
  23: "float4e2m1",
  24: "float8e8m0",
  25: "uint2",
  26: "int2",
};

/**
 * @param what has this type, for the message.
 * @throws NeuralizeError UNSUPPORTED_DATA_TYPE for complex, 8-bit floating and 4-bit types.
 */
export function dataTypeOf(number: number, what: string): DataType {
  const type = byNumber.get(number);
  if (type === undefined) throw unsupportedDataType(what, others[number] ?? `number ${number}`);
  return type;
}
