import { join } from "node:path";
import { NeuralizeError } from "neuralize";
import { readPicture } from "../decode/read-picture.ts";
import type { SkippedFile } from "../folder/image-files.ts";
import type { Box, Picture } from "../picture.ts";
import { inputPixels } from "../preprocess/input-pixels.ts";
import { inputLength, writeInput } from "../preprocess/input-values.ts";
import { placement } from "../preprocess/placement.ts";
import type { Preprocessing } from "../preprocess/preprocessing.ts";
import { enlargement, shownPicture } from "./shown-picture.ts";

/** Pictures that are explained. */
export interface PictureFiles {
  readonly folder: string;
  /** Paths inside it. */
  readonly files: readonly string[];
}

/** A picture as the network sees it, and as people do. */
export interface PreparedPicture {
  /** Its place in `files`. */
  readonly index: number;
  readonly file: string;
  /** The part that the network sees, at its size. */
  readonly seen: Picture;
  /** Where that is in the picture, as shares of its width and height. */
  readonly region: Box;
  /** The whole picture, small enough to be shown; absent where it was not asked for. */
  readonly shown?: Picture;
}

export interface PictureBatch {
  readonly pictures: readonly PreparedPicture[];
  /** Input of the network, [rows, ...]; rows beyond the pictures are 0. */
  readonly input: Float32Array;
  readonly rows: number;
  /** Pictures that could not be used. */
  readonly skipped: readonly SkippedFile[];
}

export interface PictureBatchesOptions {
  readonly preprocessing: Preprocessing;
  /** Pictures per batch. */
  readonly size: number;
  /** Whether a batch always has `size` rows, as a model with a fixed batch wants. */
  readonly padded: boolean;
  /** Whether the whole pictures are wanted too. */
  readonly shown: boolean;
}

/**
 * Decodes pictures batch by batch; the next batch is being decoded while one is worked on. What is wrong with a picture
 * is told in its batch and stops nothing.
 */
export async function* pictureBatches(
  pictures: PictureFiles,
  indices: readonly number[],
  options: PictureBatchesOptions,
): AsyncGenerator<PictureBatch> {
  const prepare = (start: number): Promise<PictureBatch> => {
    const batch = prepareBatch(pictures, indices.slice(start, start + options.size), options);
    // It is waited for one batch later: until then a failure is nobody's.
    batch.catch(() => {});
    return batch;
  };
  let next = prepare(0);
  for (let start = 0; start < indices.length; start += options.size) {
    const batch = await next;
    if (start + options.size < indices.length) next = prepare(start + options.size);
    yield batch;
  }
}

async function prepareBatch(
  { folder, files }: PictureFiles,
  indices: readonly number[],
  { preprocessing, size, padded, shown }: PictureBatchesOptions,
): Promise<PictureBatch> {
  const pictures: PreparedPicture[] = [];
  const skipped: SkippedFile[] = [];
  // One after the other: a large picture takes 50 MB, and the engine works in the meantime.
  for (const index of indices) {
    const file = files[index] ?? "";
    try {
      const decoded = await readPicture(join(folder, file), file);
      const seen = inputPixels(decoded, preprocessing, file);
      const { region, resized } = placement(preprocessing, decoded.original);
      const whole = shown && { shown: shownPicture(decoded, enlargement(decoded, resized)) };
      pictures.push({ index, file, seen, region, ...whole });
    } catch (error) {
      if (!(error instanceof NeuralizeError)) throw error;
      skipped.push({ file, reason: error.message });
    }
  }
  const rows = padded ? size : pictures.length;
  const length = inputLength(preprocessing);
  const input = new Float32Array(rows * length);
  pictures.forEach(({ seen }, row) => {
    writeInput(seen, preprocessing, input.subarray(row * length, (row + 1) * length));
  });
  return { pictures, input, rows, skipped };
}
