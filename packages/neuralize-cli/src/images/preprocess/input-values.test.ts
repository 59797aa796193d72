import fc from "fast-check";
import { expect, test } from "vitest";
import type { Picture } from "../picture.ts";
import { inputPixels } from "./input-pixels.ts";
import { inputLength, pictureOfInput, writeInput } from "./input-values.ts";
import { placement } from "./placement.ts";
import { inputBounds, type Preprocessing } from "./preprocessing.ts";

const plain: Preprocessing = {
  size: [1, 2],
  resize: [1, 2],
  resample: "bilinear",
  layout: "NCHW",
  channels: "RGB",
  range: [0, 1],
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

/** Two pixels: (0, 51, 255) and (102, 153, 204). */
const picture: Picture = { width: 2, height: 1, data: Uint8Array.of(0, 51, 255, 102, 153, 204) };

const written = (preprocessing: Preprocessing): readonly number[] => {
  const target = new Float32Array(inputLength(preprocessing));
  writeInput(picture, preprocessing, target);
  return [...target].map((value) => Number(value.toFixed(6)));
};

test("layout, order of channels, range, mean and deviation", () => {
  expect(written(plain)).toEqual([0, 0.4, 0.2, 0.6, 1, 0.8]);
  expect(written({ ...plain, layout: "NHWC" })).toEqual([0, 0.2, 1, 0.4, 0.6, 0.8]);
  expect(written({ ...plain, channels: "BGR" })).toEqual([1, 0.8, 0.2, 0.6, 0, 0.4]);
  // Mean and deviation are in the order of the channels: blue first.
  const caffe = { ...plain, channels: "BGR", range: [0, 255], mean: [104, 117, 123] } as const;
  expect(written(caffe)).toEqual([151, 100, -66, 36, -123, -21]);
  expect(written({ ...plain, range: [-1, 1], std: [2, 2, 2] })).toEqual([-0.5, -0.1, -0.3, 0.1, 0.5, 0.3]);
  // 0.587·51 + 0.114·255 = 59.0; 0.299·102 + 0.587·153 + 0.114·204 = 143.6.
  expect(written({ ...plain, channels: "grey", range: [0, 255], mean: [0], std: [1] })).toEqual([59, 144]);
});

const anyPreprocessing = fc.record({
  layout: fc.constantFrom("NCHW", "NHWC"),
  channels: fc.constantFrom("RGB", "BGR"),
  range: fc.constantFrom([0, 1], [0, 255], [-1, 1]),
  mean: fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
  std: fc.array(fc.float({ min: Math.fround(0.1), max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
}) as fc.Arbitrary<Omit<Preprocessing, "size" | "resize" | "resample">>;

test("the way back gives the picture again, and every value lies within the bounds, which are taken", () => {
  fc.assert(
    fc.property(anyPreprocessing, fc.uint8Array({ minLength: 18, maxLength: 18 }), (values, data) => {
      const preprocessing: Preprocessing = { ...plain, ...values, size: [2, 3], resize: [2, 3] };
      const original = { width: 3, height: 2, data: data.map((value) => (value < 20 ? 0 : value > 230 ? 255 : value)) };
      const target = new Float32Array(inputLength(preprocessing));
      writeInput(original, preprocessing, target);
      expect(pictureOfInput(target, preprocessing)).toEqual(original);
      const { low, high } = inputBounds(preprocessing);
      const end = (bound: number | readonly number[], channel: number) =>
        Math.fround(typeof bound === "number" ? bound : (bound[channel] ?? Number.NaN));
      target.forEach((value, i) => {
        const channel = preprocessing.layout === "NCHW" ? Math.floor(i / 6) : i % 3;
        expect(value).toBeGreaterThanOrEqual(end(low, channel));
        expect(value).toBeLessThanOrEqual(end(high, channel));
      });
    }),
    { numRuns: 50 },
  );
});

test("bounds are one number where the channels agree", () => {
  expect(inputBounds({ ...plain, range: [0, 255], mean: [127, 127, 127], std: [127.5, 127.5, 127.5] })).toEqual({
    low: -127 / 127.5,
    high: 128 / 127.5,
  });
  expect(inputBounds({ ...plain, mean: [0, 0.5, 1], std: [1, 0.5, 1] })).toEqual({ low: [0, -1, -1], high: [1, 1, 0] });
});

test.each([
  ["wide", { width: 400, height: 200 }, { width: 512, height: 256 }, { left: 144, top: 16 }],
  ["tall", { width: 199, height: 300 }, { width: 256, height: 385 }, { left: 16, top: 80 }],
  ["square", { width: 10, height: 10 }, { width: 256, height: 256 }, { left: 16, top: 16 }],
])("a %s picture: shorter side resized, centre cropped, rounded down", (_, size, resized, corner) => {
  const found = placement({ ...plain, size: [224, 224], resize: 256 }, size);
  expect(found.resized).toEqual(resized);
  expect(found.crop).toEqual({ ...corner, width: 224, height: 224 });
  expect(found.region.left * resized.width).toBeCloseTo(corner.left, 10);
  expect(found.region.height * resized.height).toBeCloseTo(224, 10);
});

test("the crop is the centre of the picture; a strip of a picture is refused", () => {
  // Columns 0 to 5 of brightness 0, 50, …, 250; the central two of four columns after halving are 1 and 2.
  const data = Uint8Array.from({ length: 6 * 2 * 3 }, (_, i) => (Math.floor(i / 3) % 6) * 50);
  const wide = { width: 6, height: 2, data, original: { width: 6, height: 2 } };
  const cropped = inputPixels(wide, { ...plain, size: [2, 2], resize: 2 }, "wide.png");
  expect([...cropped.data].filter((_, i) => i % 3 === 0)).toEqual([100, 150, 100, 150]);
  const strip = { width: 30_000, height: 1, data: new Uint8Array(90_000), original: { width: 30_000, height: 1 } };
  expect(() => inputPixels(strip, { ...plain, size: [2, 2], resize: 256 }, "strip.png")).toThrow(
    expect.objectContaining({ code: "TOO_NARROW", message: expect.stringMatching(/strip.png has 30000 × 1 pixels/) }),
  );
});
