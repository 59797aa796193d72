import type { Picture } from "../picture.ts";
import { channelCount, type Preprocessing } from "./preprocessing.ts";

/** Where value (channel, pixel) of a picture lies in the input. */
const indexing = ({ layout, channels, size }: Preprocessing) => {
  const count = channelCount(channels);
  const pixels = size[0] * size[1];
  return layout === "NCHW"
    ? (channel: number, pixel: number) => channel * pixels + pixel
    : (channel: number, pixel: number) => pixel * count + channel;
};

/** Which of R, G, B a channel is. */
const colourOf = (channels: Preprocessing["channels"], channel: number): number =>
  channels === "BGR" ? 2 - channel : channel;

/** Luma as Pillow's "L" has it (ITU-R 601-2). */
const luma = (r: number, g: number, b: number): number => Math.round(0.299 * r + 0.587 * g + 0.114 * b);

/** Number of values of one picture: channels × height × width. */
export const inputLength = ({ channels, size }: Preprocessing): number => channelCount(channels) * size[0] * size[1];

/**
 * Writes a picture of the network's size as the network takes it, [C, H, W] or [H, W, C].
 * @param target of `inputLength` values, usually a part of a batch
 */
export function writeInput({ data }: Picture, preprocessing: Preprocessing, target: Float32Array): void {
  const { channels, range, mean, std, size } = preprocessing;
  const at = indexing(preprocessing);
  const pixels = size[0] * size[1];
  for (let channel = 0; channel < channelCount(channels); channel++) {
    const values = Float32Array.from({ length: 256 }, (_, p) => {
      const inRange = range[0] + ((range[1] - range[0]) * p) / 255;
      return (inRange - (mean[channel] ?? 0)) / (std[channel] ?? 1);
    });
    const colour = colourOf(channels, channel);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const value =
        channels === "grey"
          ? luma(data[3 * pixel] ?? 0, data[3 * pixel + 1] ?? 0, data[3 * pixel + 2] ?? 0)
          : (data[3 * pixel + colour] ?? 0);
      target[at(channel, pixel)] = values[value] ?? 0;
    }
  }
}

/** The way back: the picture that an input shows, clipped to 0..255; `writeInput` undone but for rounding and grey. */
export function pictureOfInput(input: ArrayLike<number>, preprocessing: Preprocessing): Picture {
  const { channels, range, mean, std, size } = preprocessing;
  const at = indexing(preprocessing);
  const [height, width] = size;
  const data = new Uint8ClampedArray(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      const channel = channels === "grey" ? 0 : colourOf(channels, colour);
      const inRange = (input[at(channel, pixel)] ?? 0) * (std[channel] ?? 1) + (mean[channel] ?? 0);
      data[3 * pixel + colour] = (255 * (inRange - range[0])) / (range[1] - range[0]);
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}
