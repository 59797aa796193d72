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

/**
 * The int64 nearest to a number: the largest one ("to the end" in a Slice) is no float64, and 2⁶³, to which it rounds,
 * must not become the most negative one.
 */
export function toInt64(value: number): bigint {
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  if (value <= -(2 ** 63)) return -(2n ** 63n);
  return Number.isNaN(value) ? 0n : BigInt(Math.trunc(value));
}

/** An int64 constant of the given shape (default: a vector). */
export const int64 = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor => ({
  type: "int64",
  shape,
  bytes: bytesOf(BigInt64Array.from(values, toInt64)),
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

/** A rational number rounded to a whole one, ties to even: how IEEE 754 drops digits. */
const roundTiesToEven = (value: number): number => {
  const below = Math.floor(value);
  return value - below > 0.5 || (value - below === 0.5 && below % 2 === 1) ? below + 1 : below;
};

/** Bits of the nearest binary16; what is too large becomes infinite, what is not 0 does not become 0. */
function halfFromNumber(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // 2⁻¹⁴ is the smallest normal number; below it the step stays 2⁻²⁴. A fraction that rounds up to 1024 carries over.
  // A stabilizer that is not 0 must not become 0.
  if (size < 2 ** -14) return sign | Math.max(size > 0 ? 1 : 0, roundTiesToEven(size * 2 ** 24));
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.floor(Math.log2(size));
  return sign | (((exponent + 15) << 10) + roundTiesToEven((size / 2 ** exponent - 1) * 1024));
}

/** Bits of the nearest bfloat16: the upper half of a float32, rounded. */
function bfloatFromNumber(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return roundTiesToEven(view.getUint32(0) / 2 ** 16) & 0xffff;
}

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

type Writer = (view: DataView, offset: number, value: number) => void;

const writers: Readonly<Record<DataType, Writer>> = {
  float32: (view, offset, value) => view.setFloat32(offset, value, true),
  float64: (view, offset, value) => view.setFloat64(offset, value, true),
  float16: (view, offset, value) => view.setUint16(offset, halfFromNumber(value), true),
  bfloat16: (view, offset, value) => view.setUint16(offset, bfloatFromNumber(value), true),
  int64: (view, offset, value) => view.setBigInt64(offset, toInt64(value), true),
  int32: (view, offset, value) => view.setInt32(offset, value, true),
  int16: (view, offset, value) => view.setInt16(offset, value, true),
  int8: (view, offset, value) => view.setInt8(offset, value),
  uint64: (view, offset, value) => view.setBigUint64(offset, toInt64(value), true),
  uint32: (view, offset, value) => view.setUint32(offset, value, true),
  uint16: (view, offset, value) => view.setUint16(offset, value, true),
  uint8: (view, offset, value) => view.setUint8(offset, value),
  bool: (view, offset, value) => view.setUint8(offset, value === 0 ? 0 : 1),
  string: () => undefined,
};

/** A constant of any element type and the given shape (default: a vector), each number rounded to the nearest. */
export function tensorFrom(
  values: readonly number[],
  type: DataType,
  shape: readonly number[] = [values.length],
): Tensor {
  if (type === "string") return strings(values.map(String), shape);
  const size = bytesPerElement[type];
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, i) => {
    writers[type](view, i * size, value);
  });
  return { type, shape, bytes: bytesOf(view) };
}
