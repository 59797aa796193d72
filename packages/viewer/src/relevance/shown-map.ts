import type { RelevanceMap } from "../image-report-data.ts";
import { type Cells, decodeMap } from "./decode-map.ts";
import { saturation } from "./saturation.ts";
import { smooth } from "./smooth.ts";

/** How maps are drawn; the same for all of them. */
export interface Display {
  /** Name of a colour map; "page" follows the ground of the page. */
  readonly colors: string;
  /** Of the overlay, 0..1. */
  readonly opacity: number;
  /** Whether every map has its own scale, or all images the same. */
  readonly scale: "image" | "shared";
  /** How many times sooner than by itself colours are saturated. */
  readonly contrast: number;
  /** Standard deviation of the smoothing, in cells. */
  readonly smoothing: number;
}

export const plainDisplay: Display = { colors: "page", opacity: 0.9, scale: "image", contrast: 1, smoothing: 0 };

/** A map that is ready to be painted. */
export interface ShownMap {
  readonly map: RelevanceMap;
  readonly cells: Cells;
  readonly smoothed: Cells;
  /** |relevance| at which colours are saturated, at contrast 1. */
  readonly scale: number;
}

const decoded = new WeakMap<RelevanceMap, Promise<Cells>>();
const shared = new WeakMap<readonly RelevanceMap[], Map<number, Promise<number>>>();

/**
 * Decodes a map and finds its scale.
 *
 * @param others the maps that it shares its scale with, if scales are shared
 * @throws Error if the map is damaged
 */
export async function showMap(
  map: RelevanceMap,
  { scale, smoothing }: Pick<Display, "scale" | "smoothing">,
  others: readonly RelevanceMap[],
): Promise<ShownMap> {
  const cells = await cellsOf(map);
  const smoothed = smooth(cells, smoothing);
  return {
    map,
    cells,
    smoothed,
    scale: scale === "shared" ? await sharedScale(others, smoothing) : saturation(smoothed),
  };
}

/** The relevance of a map; each map is decoded once. */
export function cellsOf(map: RelevanceMap): Promise<Cells> {
  const known = decoded.get(map) ?? decodeMap(map);
  decoded.set(map, known);
  return known;
}

/** The largest scale of several maps; damaged ones do not count. */
function sharedScale(maps: readonly RelevanceMap[], smoothing: number): Promise<number> {
  const scales = shared.get(maps) ?? new Map<number, Promise<number>>();
  shared.set(maps, scales);
  const known = scales.get(smoothing) ?? largestScale(maps, smoothing);
  scales.set(smoothing, known);
  return known;
}

async function largestScale(maps: readonly RelevanceMap[], smoothing: number): Promise<number> {
  // Known without decoding.
  if (smoothing === 0) return maps.reduce((most, map) => Math.max(most, map.percentile99 || map.largest), 0);
  let most = 0;
  for (const map of maps) {
    const cells = await cellsOf(map).catch(() => undefined);
    if (cells !== undefined) most = Math.max(most, saturation(smooth(cells, smoothing)));
  }
  return most;
}
