import type { RelevanceMap } from "../image-report-data.ts";

/** Relevance of the cells of a picture, row by row. */
export interface Cells {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Larger maps are not believed: a page embeds 112 × 112 cells at most. */
const mostCells = 1 << 20;

/**
 * The relevance that a map holds; the format is described at `RelevanceMap`.
 *
 * @throws Error, in words for the reader of the page, if the bytes are not those of the map's size
 */
export async function decodeMap(map: RelevanceMap): Promise<Cells> {
  const cells = map.height * map.width;
  if (!Number.isInteger(cells) || cells < 1 || cells > mostCells) {
    throw new Error(`A map of ${map.height} × ${map.width} cells cannot be shown.`);
  }
  const codes = await inflate(bytesOf(map.data), cells);
  return { height: map.height, width: map.width, values: fromCodes(codes, map.largest) };
}

/** sign(q) · (q / 127)² · largest, for each signed byte q. */
export function fromCodes(codes: Uint8Array, largest: number): Float32Array {
  return Float32Array.from(codes, (code) => {
    const q = code > 127 ? code - 256 : code;
    return (Math.sign(q) * (q / 127) ** 2 || 0) * largest;
  });
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Exactly `length` bytes of raw DEFLATE; reading stops where there are more. */
async function inflate(compressed: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array> {
  const reader = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error("The bytes of a map are damaged.");
    });
    if (done) break;
    if (filled + value.length > length) {
      await reader.cancel();
      throw new Error(`A map holds more than its ${length} cells.`);
    }
    bytes.set(value, filled);
    filled += value.length;
  }
  if (filled < length) throw new Error(`A map holds ${filled} of its ${length} cells.`);
  return bytes;
}
