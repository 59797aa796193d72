import type { NetworkInput } from "./network-input.ts";
import type { Preprocessing } from "./preprocessing.ts";

// What torchvision's ImageNet models were trained for: 256 pixels on the shorter side, of which the central 224.
const trained = { resize: 256, crop: 224 };
const mean = { RGB: [0.485, 0.456, 0.406], grey: [0.449] };
const std = { RGB: [0.229, 0.224, 0.225], grey: [0.226] };

/**
 * The usual preprocessing for ImageNet: shorter side to 256, central 224 × 224, RGB in 0..1, minus mean, over standard
 * deviation. A model that fixes another size gets that, with the same share cropped; one of a single channel gets grey.
 */
export function imagenet({ layout, channels, height, width }: NetworkInput): Preprocessing {
  const colours = channels === 1 ? "grey" : "RGB";
  const size = [height ?? width ?? trained.crop, width ?? height ?? trained.crop] as const;
  return {
    size,
    resize: Math.round((Math.max(...size) * trained.resize) / trained.crop),
    resample: "bilinear",
    layout,
    channels: colours,
    range: [0, 1],
    mean: mean[colours],
    std: std[colours],
  };
}
