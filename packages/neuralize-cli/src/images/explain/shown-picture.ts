import type { Picture } from "../picture.ts";
import { resample } from "../resample/resample.ts";

/** What a heatmap over a picture needs at most. */
const mostShown = 1024;

/** The picture resized by a factor, or by less where its longer side would have more than `most` pixels. */
export function shownPicture({ width, height, data }: Picture, factor = 1, most = mostShown): Picture {
  const scale = Math.min(factor, most / Math.max(width, height));
  if (scale === 1) return { width, height, data };
  const resized = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return resample({ width, height, data }, resized, { left: 0, top: 0, ...resized }, "bilinear");
}

/** By how much a picture is enlarged for showing: as it was for the network, if that enlarged it. */
export const enlargement = (
  { width, height }: Pick<Picture, "width" | "height">,
  resized: Pick<Picture, "width" | "height">,
): number => Math.max(1, Math.min(resized.width / width, resized.height / height));
