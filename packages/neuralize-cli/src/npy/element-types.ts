/** Element types of arrays that models take or give, by their names in ONNX. */
export type NpyType =
  | "float16"
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool";

interface ElementType {
  readonly type: NpyType;
  readonly width: number;
  /** Whether every value is a float32; the others become float64. */
  readonly narrow: boolean;
  readonly read: (view: DataView, offset: number) => number;
}

const entry = (type: NpyType, width: number, narrow: boolean, read: ElementType["read"]): ElementType => ({
  type,
  width,
  narrow,
  read,
});

/** By numpy's `descr`: little-endian, or of one byte. */
export const elementTypes: Readonly<Record<string, ElementType>> = {
  "<f2": entry("float16", 2, true, (view, at) => fromHalf(view.getUint16(at, true))),
  "<f4": entry("float32", 4, true, (view, at) => view.getFloat32(at, true)),
  "<f8": entry("float64", 8, false, (view, at) => view.getFloat64(at, true)),
  "|i1": entry("int8", 1, true, (view, at) => view.getInt8(at)),
  "<i2": entry("int16", 2, true, (view, at) => view.getInt16(at, true)),
  "<i4": entry("int32", 4, false, (view, at) => view.getInt32(at, true)),
  "<i8": entry("int64", 8, false, (view, at) => Number(view.getBigInt64(at, true))),
  "|u1": entry("uint8", 1, true, (view, at) => view.getUint8(at)),
  "<u2": entry("uint16", 2, true, (view, at) => view.getUint16(at, true)),
  "<u4": entry("uint32", 4, false, (view, at) => view.getUint32(at, true)),
  "<u8": entry("uint64", 8, false, (view, at) => Number(view.getBigUint64(at, true))),
  "|b1": entry("bool", 1, true, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
};

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
