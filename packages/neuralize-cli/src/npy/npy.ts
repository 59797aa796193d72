import { wrongNpy } from "../errors/messages.ts";
import { elementTypes, type NpyType } from "./element-types.ts";

/** A dense array of a .npy file, in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Its numbers: float32 where that holds every value of the type, else float64. */
  readonly data: Float32Array | Float64Array;
  /** How the file held them. */
  readonly type: NpyType;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Headers of plain arrays have some 80 bytes; the format pads them to 128. */
const longestHeader = 4096;
const preambleLength = { 1: 10, 2: 12, 3: 12 } as const;

/**
 * Reads an array as `numpy.save` writes it: floating-point numbers, whole numbers or booleans, little-endian, in C or
 * Fortran order.
 *
 * `title` names the file in errors. Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws WRONG_NPY for anything else: object arrays, records, big-endian numbers, whole numbers beyond 2⁵³, truncated
 *   or oversized files.
 */
export function readNpy(bytes: Uint8Array, title: string): NpyArray {
  const { header, dataStart } = splitHeader(bytes, title);
  const descr = match(header, /'descr'\s*:\s*'([^']{1,16})'/, "its header has no simple element type", title);
  const element = Object.hasOwn(elementTypes, descr) ? elementTypes[descr] : undefined;
  if (element === undefined) throw wrongNpy(title, `its elements are of type ${JSON.stringify(descr)}`);
  const order = match(header, /'fortran_order'\s*:\s*(True|False)/, "its header names no order", title);
  const shape = match(header, /'shape'\s*:\s*\(([\d,\s]*)\)/, "its header has no shape", title)
    .split(",")
    .map((size) => size.trim())
    .filter((size) => size !== "")
    .map(Number);

  const { type, width, narrow, read } = element;
  const length = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - dataStart !== length * width)
    throw wrongNpy(
      title,
      `its shape (${shape.join(", ")}) needs ${length * width} bytes of data but it has ${bytes.length - dataStart}`,
    );
  const data = narrow ? new Float32Array(length) : new Float64Array(length);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, length * width);
  for (let i = 0; i < length; i++) data[i] = read(view, i * width);
  if (type.endsWith("int64") && data.some((value) => !Number.isSafeInteger(value)))
    throw wrongNpy(title, "it holds whole numbers beyond 2^53");
  return { shape, data: order === "True" ? fromFortranOrder(data, shape) : data, type };
}

/** The elements in C order (last axis fastest) of an array whose first axis is the fastest. */
function fromFortranOrder<T extends Float32Array | Float64Array>(data: T, shape: readonly number[]): T {
  const reordered = data.slice() as T;
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    reordered[to] = data[from] ?? 0;
    // Count the index up in C order; `stride` is that of the axis in Fortran order.
    let stride = data.length;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      stride /= size;
      const next = (index[axis] ?? 0) + 1;
      from += stride;
      index[axis] = next;
      if (next < size) break;
      from -= stride * size;
      index[axis] = 0;
    }
  }
  return reordered;
}

function splitHeader(bytes: Uint8Array, title: string) {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) throw wrongNpy(title, "it is not a .npy file");
  const version = bytes[6];
  if (version !== 1 && version !== 2 && version !== 3)
    throw wrongNpy(title, `its format version ${version} is unknown`);
  const start = preambleLength[version];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < start) throw wrongNpy(title, "it is truncated");
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) throw wrongNpy(title, `its header claims ${length} bytes`);
  if (start + length > bytes.length) throw wrongNpy(title, "it is truncated");
  return { header: new TextDecoder().decode(bytes.subarray(start, start + length)), dataStart: start + length };
}

function match(header: string, pattern: RegExp, otherwise: string, title: string): string {
  const found = pattern.exec(header)?.[1];
  if (found === undefined) throw wrongNpy(title, otherwise);
  return found;
}

/** The bytes of a .npy file (format version 1.0) that holds `array`, little-endian, as numpy.load reads it. */
export function writeNpy({ shape, data }: Pick<NpyArray, "shape" | "data">): Uint8Array {
  const width = data.BYTES_PER_ELEMENT;
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '<f${width}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The data begin at a multiple of 64 bytes; the header ends with a newline.
  const dataStart = Math.ceil((preambleLength[1] + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(dataStart + data.length * width);
  const view = new DataView(bytes.buffer);
  bytes.set([...magic, 1, 0]);
  view.setUint16(8, dataStart - preambleLength[1], true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(dataStart - preambleLength[1] - 1)}\n`), preambleLength[1]);
  data.forEach((value, i) => {
    if (width === 4) view.setFloat32(dataStart + 4 * i, value, true);
    else view.setFloat64(dataStart + 8 * i, value, true);
  });
  return bytes;
}
