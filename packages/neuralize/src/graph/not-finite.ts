import { bytesPerElement, type DataType, numbersOf, type Tensor } from "./tensor.ts";

/** NaN or ±Infinity in a constant. */
export interface NotFinite {
  /** In row-major order, from 0. */
  readonly place: number;
  readonly value: number;
}

/** Where the exponents are, in words of 16 or 32 bits; all of them are set in NaN and ±Infinity alone. */
interface Exponents {
  readonly words: typeof Uint16Array | typeof Uint32Array;
  readonly mask: number;
  /** Words per element, the last of which has the exponent: numbers are little-endian. */
  readonly step: 1 | 2;
}

const exponents: Partial<Record<DataType, Exponents>> = {
  float16: { words: Uint16Array, mask: 0x7c00, step: 1 },
  bfloat16: { words: Uint16Array, mask: 0x7f80, step: 1 },
  float32: { words: Uint32Array, mask: 0x7f800000, step: 1 },
  float64: { words: Uint32Array, mask: 0x7ff00000, step: 2 },
};

// Weights lie in their file at any offset, and a view of words must be aligned: they are copied piece by piece.
const pieceLength = 2 ** 20;

/** The first element of a floating constant that is no finite number. */
export function firstNotFinite(tensor: Tensor): NotFinite | undefined {
  const { type, bytes } = tensor;
  const known = exponents[type];
  if (known === undefined) return undefined;
  const size = bytesPerElement[type];
  const piece = new Uint8Array(Math.min(pieceLength, bytes.length));
  for (let start = 0; start < bytes.length; start += pieceLength) {
    const part = bytes.subarray(start, start + pieceLength);
    piece.set(part);
    const at = firstSet(
      new known.words(piece.buffer, 0, Math.floor(part.length / known.words.BYTES_PER_ELEMENT)),
      known,
    );
    if (at === undefined) continue;
    const place = start / size + at;
    const [value = Number.NaN] = numbersOf({
      type,
      shape: [],
      bytes: bytes.subarray(place * size, (place + 1) * size),
    });
    return { place, value };
  }
  return undefined;
}

function firstSet(words: Uint16Array | Uint32Array, { mask, step }: Exponents): number | undefined {
  for (let i = step - 1; i < words.length; i += step)
    if (((words[i] ?? 0) & mask) === mask) return (i - step + 1) / step;
  return undefined;
}
