/** The element types of ONNX that this library can hold; arithmetic is compiled for the floating ones. */
export type DataType =
  | "float32"
  | "float64"
  | "float16"
  | "bfloat16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint64"
  | "uint32"
  | "uint16"
  | "uint8"
  | "bool"
  | "string";

/** A constant: `bytes` little-endian and row-major, as in an ONNX file; strings are kept apart. */
export interface Tensor {
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  readonly strings?: readonly string[];
}

/** Bytes of one element; strings have no fixed size and count 0. */
export const bytesPerElement: Readonly<Record<DataType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
  string: 0,
};

/** Number of elements of a shape; 1 for a scalar. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const isFloating = (type: DataType): boolean =>
  type === "float32" || type === "float64" || type === "float16" || type === "bfloat16";

export const isInteger = (type: DataType): boolean => !isFloating(type) && type !== "bool" && type !== "string";

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** A float32 constant of the given shape (default: a vector). */
export const float32 = (values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor => ({
  type: "float32",
  shape,
  bytes: bytesOf(Float32Array.from(values)),
});

/** A float64 constant of the given shape (default: a vector). */
export const float64 = (values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor => ({
  type: "float64",
  shape,
  bytes: bytesOf(Float64Array.from(values)),
});

/** An int64 constant of the given shape (default: a vector). */
export const int64 = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor => ({
  type: "int64",
  shape,
  bytes: bytesOf(BigInt64Array.from(values, BigInt)),
});

/** A string constant of the given shape (default: a vector). */
export const strings = (values: readonly string[], shape: readonly number[] = [values.length]): Tensor => ({
  type: "string",
  shape,
  bytes: new Uint8Array(0),
  strings: values,
});

type Reader = (view: DataView, offset: number) => number;

const halfToNumber = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

const bfloatToNumber = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
};

const readers: Readonly<Record<DataType, Reader>> = {
  float32: (view, offset) => view.getFloat32(offset, true),
  float64: (view, offset) => view.getFloat64(offset, true),
  float16: (view, offset) => halfToNumber(view.getUint16(offset, true)),
  bfloat16: (view, offset) => bfloatToNumber(view.getUint16(offset, true)),
  int64: (view, offset) => Number(view.getBigInt64(offset, true)),
  int32: (view, offset) => view.getInt32(offset, true),
  int16: (view, offset) => view.getInt16(offset, true),
  int8: (view, offset) => view.getInt8(offset),
  uint64: (view, offset) => Number(view.getBigUint64(offset, true)),
  uint32: (view, offset) => view.getUint32(offset, true),
  uint16: (view, offset) => view.getUint16(offset, true),
  uint8: (view, offset) => view.getUint8(offset),
  bool: (view, offset) => view.getUint8(offset),
  string: () => Number.NaN,
};

/** The elements of a constant as JavaScript numbers (64-bit integers beyond 2⁵³ are rounded). */
export function numbersOf(tensor: Tensor): number[] {
  const { bytes, type } = tensor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytesPerElement[type];
  return Array.from({ length: elementCount(tensor.shape) }, (_, i) => readers[type](view, i * size));
}
