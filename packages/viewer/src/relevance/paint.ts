import { colorSteps } from "../../../neuralize-cli/src/images/heatmap/color-maps.ts";

/** Which relevance is drawn: all of it, or only what speaks for, or only what speaks against. */
export type Part = "all" | "for" | "against";

/** How much the colour of no relevance covers: it evens out the contrast of the picture under the colours. */
const faint = 0.5;

/**
 * Colours of relevance as RGBA bytes: `scale` and everything beyond is the end of the colours, zero their middle.
 *
 * @param table colours [2 · 255 + 1, 3], the middle entry for zero
 * @param veil "opaque", or "see-through": the weaker the relevance, the more of what lies below is seen, as in the
 *   heatmaps that the command line writes
 */
export function paint(
  values: Float32Array,
  scale: number,
  table: Uint8Array,
  part: Part = "all",
  veil: "opaque" | "see-through" = "opaque",
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, cell) => {
    const kept = (part === "for" && value < 0) || (part === "against" && value > 0) ? 0 : value;
    const place = scale > 0 ? Math.max(-1, Math.min(1, kept / scale)) : 0;
    const entry = 3 * (colorSteps + Math.round(colorSteps * place));
    for (let channel = 0; channel < 3; channel++) pixels[4 * cell + channel] = table[entry + channel] ?? 0;
    pixels[4 * cell + 3] =
      veil === "opaque" ? 255 : Math.round(255 * (faint + (1 - faint) * Math.sqrt(Math.abs(place))));
  });
  return pixels;
}
