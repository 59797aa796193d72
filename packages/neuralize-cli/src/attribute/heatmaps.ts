import type { Relevance } from "neuralize";
import { noHeatmap } from "../errors/messages.ts";
import { colorMaps, colorTable } from "../images/heatmap/color-maps.ts";
import { encodePng } from "../images/heatmap/encode-png.ts";
import { overlay } from "../images/heatmap/overlay.ts";
import { paint } from "../images/heatmap/paint.ts";
import { type RelevanceMapOfPixels, relevanceMap } from "../images/heatmap/relevance-map.ts";
import { symmetricScale } from "../images/heatmap/symmetric-scale.ts";
import type { Layout } from "../images/preprocess/preprocessing.ts";
import type { ShownPicture } from "./read-rows.ts";

/** How heatmaps look. */
export interface HeatmapStyle {
  /** Name of a color map. */
  readonly colormap: string;
  /** What lies under the map of the only row. */
  readonly picture: ShownPicture | undefined;
  readonly layout: Layout;
}

/** A file to write. */
export interface HeatmapFile {
  readonly path: string;
  readonly content: Uint8Array;
}

// As in `neuralize explain`: a few extreme pixels do not fade all others.
const percentile = 99.5;
const opacity = 0.9;

/**
 * A PNG per row, one at a time: `path` for a single row, else `path` with the row's number before its ending.
 * @throws NO_HEATMAP, NOT_FINITE
 */
export async function* heatmaps(relevance: Relevance, path: string, style: HeatmapStyle): AsyncGenerator<HeatmapFile> {
  const { dims, data } = relevance;
  const [count = 0] = dims;
  const table = colorTable(colorMaps.find(({ name }) => name === style.colormap) ?? firstMap);
  const length = data.length / Math.max(1, count);
  const digits = String(count - 1).length;
  requirePictures(dims);
  for (let row = 0; row < count; row++) {
    const name = count === 1 ? path : path.replace(/(\.\w+)$/, `-${String(row).padStart(digits, "0")}$1`);
    const map = mapOf(data.subarray(row * length, (row + 1) * length), dims, style.layout, `row ${row}`);
    const scale = symmetricScale(map.data, percentile);
    const { picture } = style;
    const painted =
      picture === undefined
        ? paint(map, scale, table)
        : overlay(picture.decoded, picture.region, map, { scale, table, opacity });
    yield { path: name, content: await encodePng(painted) };
  }
}

const [firstMap] = colorMaps as readonly [(typeof colorMaps)[number]];

/** @throws NO_HEATMAP */
export function requirePictures(dims: readonly number[]): void {
  if ((dims.length !== 3 && dims.length !== 4) || dims.some((size) => size === 0)) throw noHeatmap(dims);
}

function mapOf(
  row: ArrayLike<number>,
  [, ...shape]: readonly number[],
  layout: Layout,
  title: string,
): RelevanceMapOfPixels {
  const [height = 1, width = 1] = shape.length === 2 || layout === "NHWC" ? shape : shape.slice(1);
  return relevanceMap(row, { width, height }, shape.length === 2 ? "NCHW" : layout, title);
}
