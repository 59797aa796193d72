import type { Box, Picture } from "../picture.ts";
import { colorIndex } from "./paint.ts";
import type { RelevanceMapOfPixels } from "./relevance-map.ts";

export interface OverlayOptions {
  /** |value| of the outermost colours, see `symmetricScale`. */
  readonly scale: number;
  /** See `colorTable`. */
  readonly table: Uint8Array;
  /** 0..1: how much of the picture the strongest relevance covers. */
  readonly opacity: number;
}

/** How much of the opacity the colour of no relevance has: it evens out the contrast of the picture under the colours. */
const faint = 0.5;
/** Of what lies outside the region that the network saw, this share is left. */
const outside = 0.4;

/**
 * Lays relevance over the whole picture: in grey, so that colour means relevance only, covered the more the stronger the
 * relevance is; what the network did not see is darkened. Between the map's pixels values are interpolated.
 *
 * @param region where in the picture the map lies, as shares of width and height (`placement`)
 */
export function overlay(picture: Picture, region: Box, map: RelevanceMapOfPixels, options: OverlayOptions): Picture {
  const { width, height } = picture;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) {
    const v = ((y + 0.5) / height - region.top) / region.height;
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) / width - region.left) / region.width;
      const at = 3 * (y * width + x);
      const grey = luma(picture.data, at);
      if (u < 0 || u >= 1 || v < 0 || v >= 1) data.fill(outside * grey, at, at + 3);
      else cover(data, at, grey, valueAt(map, u, v), options);
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

const luma = (data: Uint8Array, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);

function cover(
  data: Uint8ClampedArray,
  at: number,
  grey: number,
  value: number,
  { scale, table, opacity }: OverlayOptions,
): void {
  const color = 3 * colorIndex(value, scale);
  const relative = scale > 0 ? Math.min(1, Math.abs(value) / scale) : 0;
  const strength = opacity * (faint + (1 - faint) * Math.sqrt(relative));
  for (let c = 0; c < 3; c++) data[at + c] = grey + strength * ((table[color + c] ?? 0) - grey);
}

/** Bilinear interpolation at shares of width and height; the outermost half pixels are continued. */
function valueAt({ data, width, height }: RelevanceMapOfPixels, u: number, v: number): number {
  const x = Math.max(0, Math.min(width - 1, u * width - 0.5));
  const y = Math.max(0, Math.min(height - 1, v * height - 0.5));
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const at = (column: number, row: number): number => data[row * width + column] ?? 0;
  const upper = at(left, top) + (x - left) * (at(right, top) - at(left, top));
  const lower = at(left, bottom) + (x - left) * (at(right, bottom) - at(left, bottom));
  return upper + (y - top) * (lower - upper);
}
