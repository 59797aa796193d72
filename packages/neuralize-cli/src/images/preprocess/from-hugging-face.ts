import type { Fields, JsonPlace } from "../../table/json-reader.ts";
import type { Resampling } from "../resample/kernels.ts";
import { perChannel, side } from "./json-values.ts";
import type { NetworkInput } from "./network-input.ts";
import { type Channels, channelCount, type Preprocessing } from "./preprocessing.ts";

const marks = [
  "image_processor_type",
  "feature_extractor_type",
  "image_mean",
  "do_normalize",
  "do_rescale",
  "do_resize",
  "do_center_crop",
];

/** Whether JSON is a `preprocessor_config.json` of Hugging Face transformers. */
export const isHuggingFace = (fields: Fields): boolean => marks.some((key) => fields.optional(key) !== undefined);

/**
 * Reads a `preprocessor_config.json`: resize, centre crop, rescale, normalize, in that order, with the defaults of
 * transformers' image processors. A bare number as `size` is the shorter side where a crop follows, else both sides;
 * `crop_pct` is that of ConvNext: below 384 the shorter side becomes size / crop_pct before the crop, from 384 on the
 * picture is stretched.
 *
 * @throws WRONG_PREPROCESSING for steps that no picture of one fixed size comes out of, or that change its values
 *   otherwise
 */
export function fromHuggingFace(fields: Fields, root: JsonPlace, input: NetworkInput): Preprocessing {
  for (const key of ["do_color_quantize", "do_pad"]) {
    if (flag(fields, key, false)) throw fields.required(key).fault("it is on, which is not supported");
  }
  const swapped = flag(fields, "do_flip_channel_order", false);
  const channels: Channels = input.channels === 1 ? "grey" : swapped ? "BGR" : "RGB";
  const { size, resize } = geometryOf(fields, root);
  return {
    size,
    resize,
    resample: resampleOf(fields.optional("resample")),
    layout: input.layout,
    channels,
    ...valuesOf(fields, channels),
  };
}

/** x = p·factor (− 1 with rescale_offset), then (x − mean) / std. */
function valuesOf(fields: Fields, channels: Channels): Pick<Preprocessing, "range" | "mean" | "std"> {
  const factor = flag(fields, "do_rescale", true) ? (fields.optional("rescale_factor")?.positive() ?? 1 / 255) : 1;
  const offset = flag(fields, "rescale_offset", false) ? -1 : 0;
  const count = channelCount(channels);
  const normalized = flag(fields, "do_normalize", fields.optional("image_mean") !== undefined);
  return {
    range: [offset, 255 * factor + offset],
    mean: normalized ? perChannel(fields.required("image_mean"), 0, channels) : new Array<number>(count).fill(0),
    std: normalized ? perChannel(fields.required("image_std"), 1, channels, true) : new Array<number>(count).fill(1),
  };
}

// ConvNext's processor, which ResNet and others share, crops 224 of 256 unless told otherwise.
const usualCropShare = 224 / 256;
const stretchedFrom = 384;

function geometryOf(fields: Fields, root: JsonPlace): Pick<Preprocessing, "size" | "resize"> {
  if (!flag(fields, "do_resize", true)) throw root.fault("it resizes no picture, so they would differ in size");
  const type = fields.optional("image_processor_type") ?? fields.optional("feature_extractor_type");
  const convNext = fields.optional("crop_pct") !== undefined || (type !== undefined && /^ConvNext/.test(type.text()));
  const crops = flag(fields, "do_center_crop", false);
  const { shortest, exact } = requestedSize(fields.required("size"), crops || convNext);
  if (convNext && shortest !== undefined) {
    if (shortest >= stretchedFrom) return { size: [shortest, shortest], resize: [shortest, shortest] };
    const share = fields.optional("crop_pct")?.orNull((place) => place.positive()) ?? usualCropShare;
    return { size: [shortest, shortest], resize: Math.trunc(shortest / share) };
  }
  if (crops) return { size: exactSize(fields.required("crop_size")), resize: shortest ?? exact ?? 0 };
  if (exact === undefined)
    throw fields
      .required("size")
      .fault("it names the shortest edge only and no centre crop follows, so pictures would differ in size");
  return { size: exact, resize: exact };
}

function requestedSize(place: JsonPlace, numberIsShorterSide: boolean) {
  if (typeof place.json() === "number")
    return numberIsShorterSide ? { shortest: side(place) } : { exact: [side(place), side(place)] as const };
  const shortest = place.object().optional("shortest_edge");
  if (shortest === undefined) return { exact: exactSize(place) };
  if (place.object().optional("longest_edge") !== undefined)
    throw place.fault("a longest edge beside the shortest is not supported");
  return { shortest: side(shortest) };
}

function exactSize(place: JsonPlace): readonly [height: number, width: number] {
  if (typeof place.json() === "number") return [side(place), side(place)];
  const fields = place.object();
  return [side(fields.required("height")), side(fields.required("width"))];
}

// PIL.Image.Resampling, by its numbers.
const resamplings: readonly Resampling[] = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"];

const resampleOf = (place: JsonPlace | undefined): Resampling =>
  (place && resamplings[place.index(resamplings.length)]) ?? "bilinear";

function flag(fields: Fields, key: string, otherwise: boolean): boolean {
  const value = fields.optional(key)?.json() ?? otherwise;
  if (typeof value !== "boolean") throw fields.required(key).fault("it is neither true nor false");
  return value;
}
