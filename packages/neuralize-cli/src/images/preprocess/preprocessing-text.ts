import type { Preprocessing } from "./preprocessing.ts";

/** In words: "shorter side resized to 256 (bilinear), centre 224 × 224, RGB in 0..1, (x − [0.485, …]) / [0.229, …]". */
export function preprocessingText({ size, resize, resample, channels, range, mean, std }: Preprocessing): string {
  const [height, width] = size;
  const resized =
    typeof resize === "number"
      ? `shorter side resized to ${resize} (${resample})`
      : `resized to ${resize[0]} × ${resize[1]} (${resample})`;
  const cropped = typeof resize === "number" || resize[0] !== height || resize[1] !== width;
  const list = (values: readonly number[]): string =>
    values.every((value) => value === values[0]) ? `${values[0]}` : `[${values.join(", ")}]`;
  const plain = mean.every((value) => value === 0) && std.every((value) => value === 1);
  return [
    resized,
    ...(cropped ? [`centre ${height} × ${width}`] : []),
    `${channels} in ${range[0]}..${range[1]}`,
    ...(plain ? [] : [`(x − ${list(mean)}) / ${list(std)}`]),
  ].join(", ");
}
