import type { WholeFolder } from "../../files/whole-folder.ts";
import { type ColorMap, colorMaps, colorTable } from "../heatmap/color-maps.ts";
import { encodePng } from "../heatmap/encode-png.ts";
import { overlay } from "../heatmap/overlay.ts";
import { paint } from "../heatmap/paint.ts";
import type { RelevanceMapOfPixels } from "../heatmap/relevance-map.ts";
import { symmetricScale } from "../heatmap/symmetric-scale.ts";
import { type HeatmapParts, waitingHeatmaps } from "./waiting-heatmaps.ts";

/** How heatmaps look. */
export interface HeatmapStyle {
  /** "overlay": over the whole picture; "plain": what the network saw, a pixel for a pixel. */
  readonly kind: "overlay" | "plain";
  /** Name of a color map. */
  readonly colors: string;
  /** 0..1, of an overlay. */
  readonly opacity: number;
  /** Percentile of |relevance| at which colours are saturated; 100 is the largest. */
  readonly percentile: number;
  /** "picture": a scale for every picture; "shared": the largest of them for all. */
  readonly scale: "picture" | "shared";
}

export interface HeatmapWriter {
  /** @throws DISK_FULL, CANNOT_WRITE */
  readonly add: (name: string, parts: HeatmapParts) => Promise<void>;
  /** Writes what had to wait for a scale that all share. @throws DISK_FULL, CANNOT_WRITE */
  readonly finish: () => Promise<void>;
  /** Removes what waits; to be called in any case. */
  readonly close: () => Promise<void>;
}

/** Writes a PNG per picture into a folder. With a shared scale, maps and pictures wait on disk until all are there. */
export function heatmapWriter(folder: Pick<WholeFolder, "write">, style: HeatmapStyle): HeatmapWriter {
  const table = colorTable(colorMapNamed(style.colors));
  const write = async (name: string, { map, picture, region }: HeatmapParts, scale: number): Promise<void> => {
    const painted =
      style.kind === "plain"
        ? paint(map, scale, table)
        : overlay(picture, region, map, { scale, table, opacity: style.opacity });
    folder.write(name, await encodePng(painted));
  };
  const scaleOf = ({ data }: RelevanceMapOfPixels): number => symmetricScale(data, style.percentile);
  if (style.scale === "picture") {
    return {
      add: (name, parts) => write(name, parts, scaleOf(parts.map)),
      finish: async () => {},
      close: async () => {},
    };
  }
  const waiting = waitingHeatmaps();
  let shared = 0;
  return {
    add: async (name, parts) => {
      shared = Math.max(shared, scaleOf(parts.map));
      waiting.put(name, parts);
    },
    finish: async () => {
      for (const [name, parts] of waiting.all()) await write(name, parts, shared);
    },
    close: waiting.close,
  };
}

function colorMapNamed(wanted: string): ColorMap {
  const found = colorMaps.find(({ name }) => name === wanted);
  if (found === undefined) throw new RangeError(`there is no color map ${wanted}`);
  return found;
}
