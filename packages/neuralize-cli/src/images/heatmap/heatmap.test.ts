import sharp from "sharp";
import { expect, test } from "vitest";
import { colorMaps, colorTable } from "./color-maps.ts";
import { encodePng } from "./encode-png.ts";
import { overlay } from "./overlay.ts";
import { paint } from "./paint.ts";
import { relevanceMap, relevanceSums } from "./relevance-map.ts";
import { symmetricScale } from "./symmetric-scale.ts";

const size = { width: 3, height: 1 };
const mapOf = (...values: number[]) => ({ width: values.length, height: 1, data: Float64Array.from(values) });
const tableOf = (name: string) => {
  const map = colorMaps.find((each) => each.name === name);
  if (map === undefined) throw new Error(name);
  return { ...map, table: colorTable(map) };
};
const hex = (data: Uint8Array): readonly string[] =>
  Array.from({ length: data.length / 3 }, (_, i) => `#${Buffer.from(data.subarray(3 * i, 3 * i + 3)).toString("hex")}`);

test("channels are summed in either layout", () => {
  const expected = { ...size, data: Float64Array.of(111, 222, 333) };
  expect(relevanceMap([1, 2, 3, 10, 20, 30, 100, 200, 300], size, "NCHW", "x")).toEqual(expected);
  expect(relevanceMap([1, 10, 100, 2, 20, 200, 3, 30, 300], size, "NHWC", "x")).toEqual(expected);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("relevance of %d is refused with its place", (value) => {
  expect(() => relevanceMap([0, 0, 0, 0, value, 0], { width: 2, height: 3 }, "NCHW", "cat.jpg")).toThrow(
    expect.objectContaining({
      code: "NOT_FINITE",
      message: expect.stringMatching(`cat.jpg: the relevance of the pixel in column 0, row 2 is ${value}`),
    }),
  );
});

test("for and against", () => {
  expect(relevanceSums(mapOf(1, -2, 4, 0, -0.5))).toEqual({ positive: 5, negative: -2.5 });
});

test("the scale is the largest, or a percentile, and 0 for nothing", () => {
  const values = Array.from({ length: 101 }, (_, i) => (i % 2 === 0 ? i : -i));
  expect(symmetricScale(values, 100)).toBe(100);
  expect(symmetricScale(values, 99)).toBeCloseTo(99, 10);
  expect(symmetricScale([0, 0, 0, 0, 0, -3], 50)).toBe(3);
  expect(symmetricScale([0, 0], 99)).toBe(0);
});

test.each(colorMaps.map(({ name }) => name))("%s: exact colours at −largest, 0, +largest and beyond", (name) => {
  const { table, against, zero, for: towards } = tableOf(name);
  const ends = [against.at(-1), zero, towards.at(-1)];
  expect(hex(paint(mapOf(-2, 0, 2), 2, table).data)).toEqual(ends);
  expect(hex(paint(mapOf(-5, 0, 5), 2, table).data)).toEqual(ends);
  // No relevance at all: the colour of zero, not a division by zero.
  expect(hex(paint(mapOf(0, 0, 0), 0, table).data)).toEqual([zero, zero, zero]);
});

test("bwr half-way", () => {
  // 128 of 255 steps: 255·(1 − 128/255) = 127.
  expect(hex(paint(mapOf(-1, 1), 2, tableOf("bwr").table).data)).toEqual(["#7f7fff", "#ff7f7f"]);
});

const white = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(255),
});
const whole = { left: 0, top: 0, width: 1, height: 1 };

test("an overlay covers where relevance is, greys the picture, and darkens what was not seen", () => {
  const { table } = tableOf("bwr");
  const options = { scale: 1, table, opacity: 1 };
  expect(hex(overlay(white(3, 1), whole, mapOf(-1, 0, 1), options).data)).toEqual(["#0000ff", "#ffffff", "#ff0000"]);
  expect(hex(overlay(white(3, 1), whole, mapOf(-1, 0, 1), { ...options, opacity: 0.5 }).data)).toEqual([
    "#8080ff",
    "#ffffff",
    "#ff8080",
  ]);
  // Green has a luma of 150; where nothing is relevant, half of the opacity is the colour of zero: (150 + 255) / 2.
  const green = { width: 1, height: 1, data: Uint8Array.of(0, 255, 0) };
  expect(hex(overlay(green, whole, mapOf(0), { ...options, scale: 0 }).data)).toEqual(["#cacaca"]);
  // The network saw the middle half of four columns.
  const middle = { left: 0.25, top: 0, width: 0.5, height: 1 };
  expect(hex(overlay(white(4, 1), middle, mapOf(1, -1), options).data)).toEqual([
    "#666666",
    "#ff0000",
    "#0000ff",
    "#666666",
  ]);
});

test("between the map's pixels values are interpolated", () => {
  const { table } = tableOf("bwr");
  const data = overlay(white(4, 1), whole, mapOf(0, 1), { scale: 1, table, opacity: 1 }).data;
  // At 1/8, 3/8, 5/8 and 7/8 of the width the values are 0, ¼, ¾ and 1; ¼ covers ½ + ½·√¼ of the picture with its colour.
  const green = [...data].filter((_, i) => i % 3 === 1);
  expect(green).toEqual([255, Math.round(255 - 0.75 * 64), Math.round(255 - (0.5 + 0.5 * Math.sqrt(0.75)) * 191), 0]);
});

test("PNG keeps every pixel", async () => {
  const picture = { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 250, 251, 252) };
  const { data, info } = await sharp(await encodePng(picture))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([...data]).toEqual([...picture.data]);
  expect(info).toMatchObject({ width: 2, height: 1, channels: 3 });
});
