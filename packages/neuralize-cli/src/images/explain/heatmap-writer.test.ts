import sharp from "sharp";
import { expect, test } from "vitest";
import { type HeatmapStyle, heatmapWriter } from "./heatmap-writer.ts";

const style: HeatmapStyle = { kind: "plain", colors: "bwr", opacity: 1, percentile: 100, scale: "picture" };
const parts = (...values: readonly number[]) => ({
  map: { width: values.length, height: 1, data: Float64Array.from(values) },
  picture: { width: 2, height: 1, data: Uint8Array.of(9, 9, 9, 200, 200, 200) },
  region: { left: 0, top: 0, width: 1, height: 1 },
});

async function written(settings: HeatmapStyle) {
  const files = new Map<string, Uint8Array>();
  const writer = heatmapWriter({ write: (name, content) => files.set(name, content) }, settings);
  try {
    await writer.add("a.png", parts(1, 0, -1));
    await writer.add("b.png", parts(4, 0, -2));
    const early = files.size;
    await writer.finish();
    const pixels = async (name: string) => [...(await sharp(files.get(name)).raw().toBuffer())];
    return { early, a: await pixels("a.png"), b: await pixels("b.png") };
  } finally {
    await writer.close();
  }
}

test("a scale for every picture", async () => {
  const { early, a, b } = await written(style);
  expect(early).toBe(2);
  expect(a).toEqual([255, 0, 0, 255, 255, 255, 0, 0, 255]);
  expect(b).toEqual([255, 0, 0, 255, 255, 255, 127, 127, 255]);
});

test("one scale for all: they wait until the last is there", async () => {
  const { early, a, b } = await written({ ...style, scale: "shared" });
  expect(early).toBe(0);
  // A quarter of 255 steps is 64.
  expect(a).toEqual([255, 191, 191, 255, 255, 255, 191, 191, 255]);
  expect(b).toEqual([255, 0, 0, 255, 255, 255, 127, 127, 255]);
});

test("an overlay has the size of the picture", async () => {
  const { a } = await written({ ...style, kind: "overlay", scale: "shared" });
  expect(a).toHaveLength(6);
});
