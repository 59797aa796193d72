import sharp from "sharp";
import { expect, test } from "vitest";
import { embeddedPicture } from "./embedded-picture.ts";
import { enlargement, shownPicture } from "./shown-picture.ts";

const noise = (width: number, height: number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + ((i * i) % 251)) % 256),
});

test("a picture for the page: its size, and at most so many bytes", async () => {
  const small = await embeddedPicture(noise(300, 200), 150, 1e6);
  expect(small).toMatchObject({ type: "jpeg", width: 150, height: 100 });
  const file = Buffer.from(small.data, "base64");
  expect(await sharp(file).metadata()).toMatchObject({ format: "jpeg", width: 150, height: 100 });
  const fewer = await embeddedPicture(noise(300, 200), 150, Math.floor(file.length / 2));
  expect(Buffer.from(fewer.data, "base64").length).toBeLessThanOrEqual(file.length / 2);
});

test("pictures are shown as large as the network saw them, and not larger than a screen", () => {
  expect(shownPicture(noise(30, 20))).toEqual(noise(30, 20));
  expect(enlargement({ width: 192, height: 128 }, { width: 384, height: 256 })).toBe(2);
  expect(enlargement({ width: 3000, height: 2000 }, { width: 384, height: 256 })).toBe(1);
  expect(shownPicture(noise(30, 20), 2)).toMatchObject({ width: 60, height: 40 });
  expect(shownPicture(noise(2000, 100), 2)).toMatchObject({ width: 1024, height: 51 });
});
