import { wrongPreprocessing } from "../../errors/messages.ts";
import { type Fields, type JsonPlace, jsonReader } from "../../table/json-reader.ts";
import { fromHuggingFace, isHuggingFace } from "./from-hugging-face.ts";
import { perChannel, side } from "./json-values.ts";
import type { NetworkInput } from "./network-input.ts";
import { type Channels, channelCount, type Preprocessing } from "./preprocessing.ts";

/**
 * Preprocessing from JSON: our own keys (docs/preprocessing.md), or a `preprocessor_config.json` of Hugging Face. What
 * it leaves open follows from the network's input.
 *
 * @param title names the file in errors
 * @throws WRONG_PREPROCESSING with the key at fault
 */
export function preprocessingFromJson(text: string, title: string, input: NetworkInput): Preprocessing {
  const root = jsonReader(text, (place, what) => wrongPreprocessing(title, place, what));
  const fields = root.object();
  const preprocessing = isHuggingFace(fields) ? fromHuggingFace(fields, root, input) : fromOwn(fields, root, input);
  checkGeometry(preprocessing, root);
  checkAgainstInput(preprocessing, root, input);
  return preprocessing;
}

const ownKeys = ["size", "crop", "resize", "resample", "layout", "channels", "range", "mean", "std"];

function fromOwn(fields: Fields, root: JsonPlace, input: NetworkInput): Preprocessing {
  const unknown = Object.keys(root.json() as object).find((key) => !ownKeys.includes(key));
  if (unknown !== undefined) throw root.fault(`${JSON.stringify(unknown)} is none of ${ownKeys.join(", ")}`);
  const size = fields.optional("size");
  const [height, width] = size === undefined ? sizeOf(input, root) : sides(size);
  const crop = fields.optional("crop")?.json() ?? true;
  if (typeof crop !== "boolean") throw fields.required("crop").fault("it is neither true nor false");
  const channels: Channels =
    fields.optional("channels")?.oneOf(["RGB", "BGR", "grey"]) ?? (input.channels === 1 ? "grey" : "RGB");
  const resize = fields.optional("resize");
  const range = fields.optional("range")?.numbers() ?? [0, 1];
  const [low, high] = range;
  if (low === undefined || high === undefined || range.length !== 2 || !(low < high))
    throw fields.required("range").fault("it is not [low, high] with low < high");
  return {
    size: [height, width],
    resize: resize !== undefined ? resizeOf(resize, crop) : crop ? Math.max(height, width) : [height, width],
    resample:
      fields.optional("resample")?.oneOf(["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]) ?? "bilinear",
    layout: fields.optional("layout")?.oneOf(["NCHW", "NHWC"]) ?? input.layout,
    channels,
    range: [low, high],
    mean: perChannel(fields.optional("mean"), 0, channels),
    std: perChannel(fields.optional("std"), 1, channels, true),
  };
}

function resizeOf(place: JsonPlace, crop: boolean): Preprocessing["resize"] {
  if (!crop) throw place.fault('it belongs to "crop": true; without a crop the picture is resized to "size"');
  return typeof place.json() === "number" ? side(place) : sides(place);
}

const sizeOf = ({ height, width }: NetworkInput, root: JsonPlace): readonly [number, number] => {
  if (height !== undefined && width !== undefined) return [height, width];
  throw root.fault('"size" is missing, and the model does not fix it');
};

const sides = (place: JsonPlace): readonly [height: number, width: number] => {
  if (typeof place.json() === "number") return [side(place), side(place)];
  const [height, width, ...others] = place.array(side);
  if (height === undefined || width === undefined || others.length > 0)
    throw place.fault("it is neither a number nor [height, width]");
  return [height, width];
};

function checkGeometry({ size, resize }: Preprocessing, root: JsonPlace): void {
  const [height, width] = size;
  const [resizedHeight, resizedWidth] = typeof resize === "number" ? [resize, resize] : resize;
  if (height > resizedHeight || width > resizedWidth)
    throw root.fault(
      `a picture resized to ${typeof resize === "number" ? `a shorter side of ${resize}` : resize.join(" × ")} pixels does not hold the crop of ${height} × ${width}`,
    );
}

function checkAgainstInput({ size, layout, channels }: Preprocessing, root: JsonPlace, input: NetworkInput): void {
  const [height, width] = size;
  if ((input.height ?? height) !== height || (input.width ?? width) !== width)
    throw root.fault(
      `it makes pictures of ${height} × ${width} pixels, but the model's input "${input.name}" takes ${input.height ?? "any"} × ${input.width ?? "any"}`,
    );
  if (layout !== input.layout)
    throw root.fault(`its layout is ${layout}, but the model's input "${input.name}" is ${input.layout}`);
  if (channelCount(channels) !== input.channels)
    throw root.fault(
      `it makes ${channelCount(channels)} channels (${channels}), but the model's input "${input.name}" takes ${input.channels}`,
    );
}
