import { tooNarrow } from "../../errors/messages.ts";
import type { DecodedPicture, Picture } from "../picture.ts";
import { resample } from "../resample/resample.ts";
import { placement } from "./placement.ts";
import type { Preprocessing } from "./preprocessing.ts";

/** A strip of 1 × 30 000 pixels would be resized to 256 × 7 680 000. */
const longestResized = 2 ** 16;

/**
 * The part of a picture that the network sees, at the network's size: resized as a whole, then cropped.
 * @param title names the picture in errors
 * @throws TOO_NARROW for a picture whose longer side would be resized beyond all bounds
 */
export function inputPixels(picture: DecodedPicture, preprocessing: Preprocessing, title: string): Picture {
  const { resized, crop } = placement(preprocessing, picture.original);
  if (Math.max(resized.width, resized.height) > longestResized)
    throw tooNarrow(title, picture.original.width, picture.original.height);
  return resample(picture, resized, crop, preprocessing.resample);
}
