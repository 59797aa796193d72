import type { Box, Size } from "../picture.ts";
import type { Preprocessing } from "./preprocessing.ts";

/** Where in a picture the network looks. */
export interface Placement {
  /** Size that the whole picture is resized to. */
  readonly resized: Size;
  /** The crop, in pixels of the resized picture. */
  readonly crop: Box;
  /** The same region as shares (0..1) of the picture's width and height. */
  readonly region: Box;
}

/** The resize and the centre crop of a picture, as Pillow and transformers round them: down. */
export function placement({ size, resize }: Preprocessing, { width, height }: Size): Placement {
  const resized =
    typeof resize === "number" ? withShorterSide(resize, { width, height }) : { height: resize[0], width: resize[1] };
  const crop = {
    left: Math.floor((resized.width - size[1]) / 2),
    top: Math.floor((resized.height - size[0]) / 2),
    width: size[1],
    height: size[0],
  };
  const region = {
    left: crop.left / resized.width,
    top: crop.top / resized.height,
    width: crop.width / resized.width,
    height: crop.height / resized.height,
  };
  return { resized, crop, region };
}

function withShorterSide(side: number, { width, height }: Size): Size {
  return width <= height
    ? { width: side, height: Math.trunc((side * height) / width) }
    : { width: Math.trunc((side * width) / height), height: side };
}
