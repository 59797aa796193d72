import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { writeError } from "../../files/file-error.ts";
import { temporaryFolder } from "../../files/temporary-folder.ts";
import type { RelevanceMapOfPixels } from "../heatmap/relevance-map.ts";
import type { Box, Picture, Size } from "../picture.ts";

/** What a heatmap is made of. */
export interface HeatmapParts {
  readonly map: RelevanceMapOfPixels;
  /** The whole picture, and where in it the map lies; for overlays. */
  readonly picture: Picture;
  readonly region: Box;
}

interface Place {
  readonly name: string;
  readonly at: number;
  readonly region: Box;
  readonly map: Size;
  readonly picture: Size;
}

/** Heatmaps that wait on disk, in a temporary file, one after the other. */
export function waitingHeatmaps() {
  const folder = temporaryFolder();
  const path = join(folder.path, "maps");
  const descriptor = openSync(path, "w+");
  const places: Place[] = [];
  let end = 0;
  const append = (bytes: Uint8Array): void => {
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(descriptor, bytes, done, bytes.length - done, end + done);
    } catch (error) {
      throw writeError(path, error);
    }
    end += bytes.length;
  };
  const read = (at: number, bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) done += readSync(descriptor, bytes, done, bytes.length - done, at + done);
  };
  return {
    put: (name: string, { map, picture, region }: HeatmapParts): void => {
      places.push({ name, at: end, region, map: sizeOf(map), picture: sizeOf(picture) });
      append(new Uint8Array(map.data.buffer, map.data.byteOffset, map.data.byteLength));
      append(picture.data);
    },
    *all(): Generator<readonly [string, HeatmapParts]> {
      for (const { name, at, region, map, picture } of places) {
        const values = new Float64Array(map.width * map.height);
        const pixels = new Uint8Array(3 * picture.width * picture.height);
        read(at, new Uint8Array(values.buffer));
        read(at + values.byteLength, pixels);
        yield [name, { region, map: { ...map, data: values }, picture: { ...picture, data: pixels } }];
      }
    },
    close: async (): Promise<void> => {
      closeSync(descriptor);
      await folder.remove();
    },
  };
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });
