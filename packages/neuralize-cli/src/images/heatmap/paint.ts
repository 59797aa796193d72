import type { Picture } from "../picture.ts";
import { colorSteps } from "./color-maps.ts";
import type { RelevanceMapOfPixels } from "./relevance-map.ts";

/** Place in a color table of a value on a symmetric scale; beyond the scale the colours stay. A scale of 0 is all zero. */
export function colorIndex(value: number, scale: number): number {
  const steps = scale > 0 ? Math.round(colorSteps * Math.min(1, Math.abs(value) / scale)) : 0;
  return colorSteps + Math.sign(value) * steps;
}

/**
 * Paints relevance as colours, a pixel for a pixel.
 * @param scale |value| of the outermost colours, see `symmetricScale`
 * @param table see `colorTable`
 */
export function paint(
  { width, height, data: values }: RelevanceMapOfPixels,
  scale: number,
  table: Uint8Array,
): Picture {
  const data = new Uint8Array(width * height * 3);
  values.forEach((value, i) => {
    const at = 3 * colorIndex(value, scale);
    data.set(table.subarray(at, at + 3), 3 * i);
  });
  return { width, height, data };
}
