import { expect, test } from "vitest";
import type { Picture } from "../picture.ts";
import type { Resampling } from "./kernels.ts";
import { resample } from "./resample.ts";

/** 7 × 6 pixels without any smoothness. */
const picture: Picture = {
  width: 7,
  height: 6,
  data: Uint8Array.from({ length: 7 * 6 * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % 7, Math.floor(i / 21)];
    return (x * 53 + y * 91 + c * 37 + x * y * 29) % 256;
  }),
};

// Pillow 12.3: Image.resize(...) of the same picture; the green channel.
const pillow: readonly (readonly [Resampling, readonly number[], readonly number[]])[] = [
  ["nearest", [210, 118, 26, 58, 140, 222], [219, 74, 74, 185, 40, 151, 6, 6, 117]],
  ["box", [127, 146, 67, 144, 112, 179], [219, 74, 74, 185, 40, 151, 6, 6, 117]],
  ["bilinear", [127, 134, 103, 142, 124, 145], [215, 125, 123, 149, 44, 129, 71, 43, 117]],
  ["hamming", [130, 135, 85, 139, 123, 162], [219, 98, 115, 176, 40, 145, 60, 25, 117]],
  ["bicubic", [122, 140, 100, 147, 118, 147], [227, 114, 120, 163, 38, 141, 65, 27, 122]],
  ["lanczos", [118, 143, 101, 152, 115, 145], [234, 111, 120, 165, 36, 142, 66, 22, 127]],
];

const green = ({ data }: Picture): readonly number[] => [...data].filter((_, i) => i % 3 === 1);

test.each(pillow)("%s agrees with Pillow to the bit, smaller and larger", (resampling, smaller, row) => {
  const small = { width: 3, height: 2 };
  const large = { width: 9, height: 11 };
  expect(green(resample(picture, small, { left: 0, top: 0, ...small }, resampling))).toEqual(smaller);
  expect(green(resample(picture, large, { left: 0, top: 4, width: 9, height: 1 }, resampling))).toEqual(row);
});

test.each(pillow)("%s: a crop is a part of the whole", (resampling) => {
  const resized = { width: 10, height: 4 };
  const whole = resample(picture, resized, { left: 0, top: 0, ...resized }, resampling);
  const part = resample(picture, resized, { left: 3, top: 1, width: 5, height: 2 }, resampling);
  const rows = [1, 2].flatMap((y) => [...whole.data.subarray(3 * (10 * y + 3), 3 * (10 * y + 8))]);
  expect(part).toEqual({ width: 5, height: 2, data: Uint8Array.from(rows) });
});

test("a picture of the right size comes back as it is, and one colour stays one colour", () => {
  const same = { left: 0, top: 0, width: 7, height: 6 };
  for (const [resampling] of pillow) {
    expect(resample(picture, { width: 7, height: 6 }, same, resampling)).toEqual(picture);
    const plain = { width: 100, height: 3, data: new Uint8Array(900).fill(255) };
    const { data } = resample(plain, { width: 7, height: 6 }, same, resampling);
    expect(new Set(data)).toEqual(new Set([255]));
  }
});
