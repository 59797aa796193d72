import { relevanceNotFinite } from "../../errors/messages.ts";
import type { Size } from "../picture.ts";
import type { Layout } from "../preprocess/preprocessing.ts";

/** Relevance of every pixel that the network saw, summed over the channels. */
export interface RelevanceMapOfPixels extends Size {
  /** [height, width], row-major. */
  readonly data: Float64Array;
}

/**
 * Sums the relevance of one picture, [C, H, W] or [H, W, C], over its channels.
 * @param title names the picture in errors
 * @throws NOT_FINITE for NaN or infinite relevance, which no colour stands for
 */
export function relevanceMap(
  relevance: ArrayLike<number>,
  { width, height }: Size,
  layout: Layout,
  title: string,
): RelevanceMapOfPixels {
  const pixels = width * height;
  const channels = relevance.length / pixels;
  const data = new Float64Array(pixels);
  for (let i = 0; i < relevance.length; i++) {
    const pixel = layout === "NCHW" ? i % pixels : Math.floor(i / channels);
    data[pixel] = (data[pixel] ?? 0) + (relevance[i] ?? 0);
  }
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw relevanceNotFinite(title, wrong % width, Math.floor(wrong / width), data[wrong] ?? 0);
  return { width, height, data };
}

/** What speaks for and what against, Σ over the pixels; their sum is the relevance of the whole picture. */
export interface RelevanceSums {
  readonly positive: number;
  readonly negative: number;
}

export function relevanceSums({ data }: RelevanceMapOfPixels): RelevanceSums {
  let positive = 0;
  let negative = 0;
  for (const value of data) {
    if (value > 0) positive += value;
    else negative += value;
  }
  return { positive, negative };
}
