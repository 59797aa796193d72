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

/** @throws NeuralizeError UNSUPPORTED_DATA_TYPE for complex, 8-bit floating and 4-bit types. */
export function dataTypeOf(number: number): DataType {
  const type = byNumber.get(number);
  if (type === undefined) throw unsupportedDataType(number);
  return type;
}
