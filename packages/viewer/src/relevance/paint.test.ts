import { expect, test } from "vitest";
import { colorMaps, colorTable } from "../../../neuralize-cli/src/images/heatmap/color-maps.ts";
import { type Part, paint } from "./paint.ts";

const [first] = colorMaps.filter(({ name }) => name === "bwr");
const table = colorTable(
  first ?? { name: "", family: "zennit", zero: "#ffffff", against: ["#0000ff"], for: ["#ff0000"] },
);
const red = [255, 0, 0, 255];
const blue = [0, 0, 255, 255];
const white = [255, 255, 255, 255];
const painted = (values: readonly number[], ...rest: [number, Uint8Array, Part?, ("opaque" | "see-through")?]) => {
  const bytes = paint(Float32Array.from(values), ...rest);
  return values.map((_, cell) => [...bytes.slice(4 * cell, 4 * cell + 4)]);
};

test("for is one end, against the other, zero the middle, whatever the scale", () => {
  for (const scale of [1, 1e-20, 1e20]) {
    expect(painted([scale, -scale, 0], scale, table)).toEqual([red, blue, white]);
  }
});

test("beyond the scale colours stay at their ends", () => {
  expect(painted([5, -5], 1, table)).toEqual([red, blue]);
});

test("the scale is symmetric: equal sizes are equally far from the middle", () => {
  const [up, down] = painted([0.25, -0.25], 1, table);
  expect(up?.[1]).toBe(down?.[1]);
});

test("the parts leave out the other side", () => {
  expect(painted([1, -1], 1, table, "for")).toEqual([red, white]);
  expect(painted([1, -1], 1, table, "against")).toEqual([white, blue]);
});

test("see-through covers the more the stronger it is, in the colours of the legend", () => {
  const pixels = painted([1, -0.25, 0], 1, table, "all", "see-through");
  expect(pixels.map((pixel) => pixel[3])).toEqual([255, Math.round(255 * 0.75), 128]);
  expect(pixels.map((pixel) => pixel.slice(0, 3))).toEqual(
    painted([1, -0.25, 0], 1, table).map((pixel) => pixel.slice(0, 3)),
  );
});

test("an empty map is zero, not a division by it", () => {
  expect(painted([0, 0], 0, table)).toEqual([white, white]);
});
