import sharp from "sharp";
import { expect, test } from "vitest";
import { decodePicture } from "./decode-picture.ts";

/** 3 × 2: red, green, blue above black, grey, white. */
const flags = { width: 3, height: 2, data: [255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 128, 128, 128, 255, 255, 255] };
const raw = sharp(Buffer.from(flags.data), { raw: { width: 3, height: 2, channels: 3 } });

const decoded = async (bytes: Uint8Array) => {
  const { data, ...rest } = await decodePicture(bytes, "x");
  return { ...rest, data: [...data] };
};

const original = { width: 3, height: 2 };

test.each([
  ["PNG", () => raw.clone().png()],
  ["WebP", () => raw.clone().webp({ lossless: true })],
  ["TIFF", () => raw.clone().tiff({ compression: "lzw" })],
  ["GIF", () => raw.clone().gif()],
  ["interlaced PNG", () => raw.clone().png({ progressive: true })],
  ["16-bit PNG", () => raw.clone().toColourspace("rgb16").png()],
])("%s comes back exactly", async (_, image) => {
  expect(await decoded(await image().toBuffer())).toEqual({ ...flags, original });
});

// One colour, so that chroma subsampling and block edges play no part.
const plain = (colour: string) => sharp({ create: { width: 32, height: 16, channels: 3, background: colour } });
const middle = async (bytes: Uint8Array) => {
  const { data } = await decodePicture(bytes, "x");
  return [...data.subarray(3 * (8 * 32 + 16), 3 * (8 * 32 + 17))];
};
const near = (colour: readonly number[], within: number) =>
  colour.map((value) => expect.toSatisfy((found: number) => Math.abs(found - value) <= within));

test.each([
  ["JPEG", () => plain("#c86432").jpeg({ quality: 95 }), 3],
  ["progressive JPEG", () => plain("#c86432").jpeg({ progressive: true, quality: 95 }), 3],
  ["lossy WebP", () => plain("#c86432").webp({ quality: 95 }), 4],
  ["AVIF", () => plain("#c86432").avif({ quality: 90 }), 4],
])("%s gives the colour", async (_, image, within) => {
  expect(await middle(await image().toBuffer())).toEqual(near([200, 100, 50], within));
});

// A colour that ink can print; without a profile the usual inks are assumed on both ways, by different intents.
test.each([
  ["JPEG", () => plain("#a08c78").toColourspace("cmyk").jpeg({ quality: 95 })],
  ["JPEG with a profile", () => plain("#a08c78").withIccProfile("cmyk").jpeg({ quality: 95 })],
  ["TIFF", () => plain("#a08c78").toColourspace("cmyk").tiff()],
])("CMYK %s gives the colour", async (_, image) => {
  const bytes = await image().toBuffer();
  expect((await sharp(bytes).metadata()).space).toBe("cmyk");
  expect(await middle(bytes)).toEqual(near([160, 140, 120], 12));
});

test("a profile is applied: the same colour, stored in Display P3, comes back in sRGB", async () => {
  for (const space of ["srgb", "rgb16"] as const) {
    const wide = await plain("#c86432").toColourspace(space).withIccProfile("p3").png().toBuffer();
    const unconverted = await sharp(wide).keepIccProfile().raw({ depth: "uchar" }).toBuffer();
    expect([...unconverted.subarray(0, 3)]).not.toEqual(near([200, 100, 50], 4));
    expect(await middle(wide)).toEqual(near([200, 100, 50], 2));
  }
});

test("grey becomes three equal channels, in 8 and 16 bits", async () => {
  const grey = raw.clone().greyscale();
  for (const bytes of [
    await grey.clone().png().toBuffer(),
    await grey.clone().toColourspace("grey16").png().toBuffer(),
  ]) {
    const { data } = await decoded(bytes);
    expect(data.slice(9)).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255]);
  }
});

test("transparency is composited on white", async () => {
  const rgba = Buffer.from([255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 102]);
  const bytes = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  expect((await decoded(bytes)).data).toEqual([255, 0, 0, 255, 255, 255, 153, 153, 153]);
  const greyAlpha = Buffer.from([0, 255, 0, 0]);
  const grey = await sharp(greyAlpha, { raw: { width: 2, height: 1, channels: 2 } })
    .toColourspace("b-w")
    .png()
    .toBuffer();
  expect((await decoded(grey)).data).toEqual([0, 0, 0, 255, 255, 255]);
});

test.each([
  [1, "RGB|K.W", 3],
  [2, "BGR|W.K", 3],
  [3, "W.K|BGR", 3],
  [4, "K.W|RGB", 3],
  [5, "RK|G.|BW", 2],
  [6, "KR|.G|WB", 2],
  [7, "WB|.G|KR", 2],
  [8, "BW|G.|RK", 2],
])("EXIF orientation %i is applied", async (orientation, expected, width) => {
  const letters = new Map([
    ["255,0,0", "R"],
    ["0,255,0", "G"],
    ["0,0,255", "B"],
    ["0,0,0", "K"],
    ["128,128,128", "."],
    ["255,255,255", "W"],
  ]);
  const bytes = await raw.clone().withMetadata({ orientation }).png().toBuffer();
  const picture = await decoded(bytes);
  const pixels = Array.from({ length: 6 }, (_, i) => letters.get(picture.data.slice(3 * i, 3 * i + 3).join()) ?? "?");
  const rows = Array.from({ length: 6 / width }, (_, y) => pixels.slice(y * width, (y + 1) * width).join(""));
  expect(rows.join("|")).toBe(expected);
  expect(picture.original).toEqual({ width, height: 6 / width });
});

test("20 000 pixels wide, and turned by EXIF: shrunk while decoded", async () => {
  const wide = sharp({ create: { width: 20_000, height: 1200, channels: 3, background: "#c86432" } });
  const bytes = await wide.withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
  const { width, height, data, original: size } = await decodePicture(bytes, "wide.jpg");
  expect(size).toEqual({ width: 1200, height: 20_000 });
  expect(width * height).toBeLessThanOrEqual(2 ** 24);
  expect(Math.abs(width / height - 1200 / 20_000)).toBeLessThan(1e-4);
  expect([...data.subarray(0, 3)]).toEqual(near([200, 100, 50], 3));
});

/** A PNG whose header claims a size and whose data are those of another. */
async function claiming(width: number, height: number): Promise<Uint8Array> {
  const bytes = Uint8Array.from(await plain("#000").png().toBuffer());
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  const { crc32 } = await import("node:zlib");
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  return bytes;
}

const jpeg = () =>
  plain("#c86432")
    .composite([{ input: Buffer.from(flags.data), raw: { width: 3, height: 2, channels: 3 } }])
    .jpeg()
    .toBuffer();

test.each([
  ["text", async () => Buffer.from("hello, I am a photograph"), "NOT_AN_IMAGE", /JPEG, PNG, WebP/],
  [
    "an SVG",
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    "NOT_AN_IMAGE",
    /x is not/,
  ],
  [
    "a truncated PNG",
    async () => (await raw.clone().png().toBuffer()).subarray(0, 60),
    "DAMAGED_IMAGE",
    /x is damaged/,
  ],
  ["a truncated JPEG", async () => (await jpeg()).subarray(0, -60), "DAMAGED_IMAGE", /x is damaged/],
  ["a header alone", async () => (await jpeg()).subarray(0, 3), "DAMAGED_IMAGE", /x is damaged/],
  ["a truncated WebP", async () => (await raw.clone().webp().toBuffer()).subarray(0, -20), "DAMAGED_IMAGE", /damaged/],
  ["pixels that are missing", () => claiming(64, 64), "DAMAGED_IMAGE", /damaged/],
  ["a bomb", () => claiming(100_000, 100_000), "TOO_LARGE", /100000 × 100000 pixels; at most 537 million/],
] as const)("%s is refused in words", async (_, bytes, code, message) => {
  await expect(decodePicture(await bytes(), "x")).rejects.toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});
