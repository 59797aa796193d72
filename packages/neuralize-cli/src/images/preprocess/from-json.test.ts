import { expect, test } from "vitest";
import { preprocessingFromJson } from "./from-json.ts";
import { imagenet } from "./imagenet.ts";
import type { NetworkInput } from "./network-input.ts";

const open: NetworkInput = { name: "x", layout: "NCHW", channels: 3 };
const fixed: NetworkInput = { ...open, height: 224, width: 224 };
const read = (json: unknown, input: NetworkInput = fixed) =>
  preprocessingFromJson(JSON.stringify(json), "p.json", input);

test("what is left open follows from the model", () => {
  const plain = { resample: "bilinear", range: [0, 1] } as const;
  expect(read({})).toEqual({
    ...plain,
    size: [224, 224],
    resize: 224,
    layout: "NCHW",
    channels: "RGB",
    mean: [0, 0, 0],
    std: [1, 1, 1],
  });
  const grey: NetworkInput = { name: "x", layout: "NHWC", channels: 1, height: 20, width: 30 };
  expect(read({}, grey)).toEqual({
    ...plain,
    size: [20, 30],
    resize: 30,
    layout: "NHWC",
    channels: "grey",
    mean: [0],
    std: [1],
  });
});

test("every key counts", () => {
  const all = {
    size: [100, 120],
    crop: true,
    resize: [130, 140],
    resample: "lanczos",
    layout: "NHWC",
    channels: "BGR",
    range: [-1, 1],
    mean: [0.1, 0.2, 0.3],
    std: 2,
  };
  const { crop: _, ...kept } = all;
  expect(read(all, { name: "x", layout: "NHWC", channels: 3 })).toEqual({ ...kept, std: [2, 2, 2] });
  expect(read({ size: [100, 120], crop: false }, open).resize).toEqual([100, 120]);
  expect(read({ size: 100, resize: 130 }, open)).toMatchObject({ size: [100, 100], resize: 130 });
});

test("imagenet takes another size where the model fixes one, and grey for one channel", () => {
  expect(imagenet(open)).toMatchObject({ size: [224, 224], resize: 256, channels: "RGB", mean: [0.485, 0.456, 0.406] });
  expect(imagenet({ ...open, height: 299, width: 299 })).toMatchObject({ size: [299, 299], resize: 342 });
  expect(imagenet({ ...open, channels: 1 })).toMatchObject({ channels: "grey", mean: [0.449], std: [0.226] });
});

test.each([
  ["no JSON", "{", /p.json: it is not JSON/],
  ["a list", [], /an object is expected/],
  ["an unknown key", { sizes: 3 }, /"sizes" is none of size, crop/],
  ["no size", {}, /"size" is missing, and the model does not fix it/, open],
  ["a size of 0", { size: 0 }, /size: it is 0/],
  ["a huge size", { size: 1e9 }, /at most 16384 pixels/],
  ["half a pixel", { size: 3.5 }, /whole number/],
  ["three sides", { size: [1, 2, 3] }, /neither a number nor \[height, width\]/],
  ["a crop larger than the picture", { resize: 200 }, /shorter side of 200 pixels does not hold the crop of 224 × 224/],
  ["a resize without a crop", { crop: false, resize: 300 }, /it belongs to "crop": true/],
  ["an unknown kernel", { resample: "area" }, /resample: it is "area"/],
  ["a range upside down", { range: [1, 0] }, /not \[low, high\]/],
  ["two means", { mean: [1, 2] }, /mean: it has 2 numbers for 3 channels/],
  ["a deviation of 0", { std: [1, 0, 1] }, /std: it is not positive/],
  ["another size than the model's", { size: 200 }, /takes 224 × 224/],
  ["another layout", { layout: "NHWC" }, /its layout is NHWC, but the model's input "x" is NCHW/],
  ["another number of channels", { channels: "grey" }, /1 channels \(grey\), but the model's input "x" takes 3/],
] as const)("%s is refused", (_, json, message, input: NetworkInput = fixed) => {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  expect(() => preprocessingFromJson(text, "p.json", input)).toThrow(
    expect.objectContaining({ code: "WRONG_PREPROCESSING", message: expect.stringMatching(message) }),
  );
});

const normalized = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };

// Files of well-known models on the Hugging Face hub, shortened to the keys that count.
test.each([
  [
    "CLIP",
    {
      crop_size: 224,
      do_center_crop: true,
      do_normalize: true,
      do_resize: true,
      resample: 3,
      size: 224,
      ...normalized,
    },
    { size: [224, 224], resize: 224, resample: "bicubic", range: [0, 1], mean: normalized.image_mean },
  ],
  [
    "CLIP, newer",
    { crop_size: { height: 224, width: 224 }, do_center_crop: true, size: { shortest_edge: 256 }, resample: 3 },
    { size: [224, 224], resize: 256, mean: [0, 0, 0] },
  ],
  [
    "ViT",
    {
      do_resize: true,
      do_normalize: true,
      size: 224,
      resample: 2,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    },
    { size: [224, 224], resize: [224, 224], mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  ],
  [
    "DeiT",
    { do_center_crop: true, crop_size: 224, size: { height: 256, width: 256 }, resample: 3, ...normalized },
    { size: [224, 224], resize: [256, 256] },
  ],
  [
    "ResNet-50",
    { feature_extractor_type: "ConvNextFeatureExtractor", crop_pct: 0.875, size: 224, resample: 3, ...normalized },
    { size: [224, 224], resize: 256 },
  ],
  [
    "ConvNext, large",
    { image_processor_type: "ConvNextImageProcessor", crop_pct: null, size: { shortest_edge: 384 }, ...normalized },
    { size: [384, 384], resize: [384, 384] },
  ],
  [
    "EfficientNet",
    {
      do_rescale: true,
      rescale_factor: 1 / 127.5,
      rescale_offset: true,
      size: { height: 224, width: 224 },
      do_normalize: false,
    },
    { resize: [224, 224], range: [-1, 1], mean: [0, 0, 0], std: [1, 1, 1] },
  ],
  [
    "MobileViT",
    {
      do_flip_channel_order: true,
      do_resize: true,
      size: { shortest_edge: 288 },
      do_center_crop: true,
      crop_size: 256,
    },
    { channels: "BGR", resize: 288, size: [256, 256] },
  ],
  ["no rescaling", { do_rescale: false, size: 224, do_resize: true }, { range: [0, 255] }],
])("Hugging Face: %s", (_, json, expected) => {
  expect(read(json, open)).toMatchObject(expected);
});

test.each([
  ["padding", { do_pad: true, size: 224, do_resize: true }, /do_pad: it is on/],
  ["pictures of any size", { do_resize: false, do_normalize: true, ...normalized }, /it resizes no picture/],
  [
    "no crop behind a shortest edge",
    { do_resize: true, size: { shortest_edge: 224 } },
    /pictures would differ in size/,
  ],
  ["no deviation", { image_mean: [0, 0, 0], size: 224 }, /"image_std" is missing/],
  ["an unknown kernel", { resample: 9, do_resize: true, size: 224 }, /resample: it is 9/],
  ["a switch that is text", { do_resize: "yes", size: 224 }, /do_resize: it is neither true nor false/],
])("Hugging Face: %s is refused", (_, json, message) => {
  expect(() => read(json)).toThrow(
    expect.objectContaining({ code: "WRONG_PREPROCESSING", message: expect.stringMatching(message) }),
  );
});
