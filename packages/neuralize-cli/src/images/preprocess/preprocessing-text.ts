import { significant } from "../../report/rounding.ts";
import type { Preprocessing } from "./preprocessing.ts";

/** In words: "shorter side resized to 256 (bilinear), centre 224 × 224, RGB in 0..1, (x − [0.485, …]) / [0.229, …]". */
export function preprocessingText({ size, resize, resample, channels, range, mean, std }: Preprocessing): string {
  const [height, width] = size;
  const resized =
    typeof resize === "number"
      ? `shorter side resized to ${resize} (${resample})`
      : `resized to ${resize[0]} × ${resize[1]} (${resample})`;
  const cropped = typeof resize === "number" || resize[0] !== height || resize[1] !== width;
  const list = (values: readonly number[]): string => {
    const shown = values.map((value) => significant(value));
    return shown.every((value) => value === shown[0]) ? `${shown[0]}` : `[${shown.join(", ")}]`;
  };
  const centred = mean.every((value) => value === 0) ? "x" : `x − ${list(mean)}`;
  const scaled = std.every((value) => value === 1)
    ? centred
    : `${centred === "x" ? "x" : `(${centred})`} / ${list(std)}`;
  return [
    resized,
    ...(cropped ? [`centre ${height} × ${width}`] : []),
    `${channels} in ${significant(range[0])}..${significant(range[1])}`,
    ...(scaled === "x" ? [] : [scaled]),
  ].join(", ");
}
