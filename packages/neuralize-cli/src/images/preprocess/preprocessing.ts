import type { Resampling } from "../resample/kernels.ts";

export type Channels = "RGB" | "BGR" | "grey";

export type Layout = "NCHW" | "NHWC";

/**
 * How a picture becomes an input of a network: it is resized, the centre is cropped, and every channel value
 * p of 0..255 becomes (range[0] + (range[1] − range[0])·p/255 − mean) / std.
 */
export interface Preprocessing {
  /** [height, width] that the network takes. */
  readonly size: readonly [height: number, width: number];
  /** What the picture is resized to before the crop: its shorter side, or [height, width] whatever its shape. */
  readonly resize: number | readonly [height: number, width: number];
  readonly resample: Resampling;
  readonly layout: Layout;
  readonly channels: Channels;
  readonly range: readonly [low: number, high: number];
  /** In units of the range, one per channel in the order of `channels`. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export const channelCount = (channels: Channels): number => (channels === "grey" ? 1 : 3);

/** Smallest and largest input values: `low` and `high` of the box rule. One number where the channels agree. */
export interface InputBounds {
  readonly low: number | readonly number[];
  readonly high: number | readonly number[];
}

/** The box that inputs lie in: (range − mean) / std per channel. */
export function inputBounds({ range, mean, std }: Preprocessing): InputBounds {
  const bound = (end: number) => oneWhereEqual(mean.map((each, c) => (end - each) / (std[c] ?? 1)));
  return { low: bound(range[0]), high: bound(range[1]) };
}

const oneWhereEqual = (values: readonly number[]): number | readonly number[] => {
  const [first = 0] = values;
  return values.every((value) => value === first) ? first : values;
};
