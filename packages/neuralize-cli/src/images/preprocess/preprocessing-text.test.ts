import { expect, test } from "vitest";
import { preprocessingText } from "./preprocessing-text.ts";

test("preprocessing in words", () => {
  const common = { size: [224, 224], resample: "bilinear", layout: "NCHW" } as const;
  expect(
    preprocessingText({
      ...common,
      resize: 256,
      channels: "BGR",
      range: [0, 255],
      mean: [104, 117, 123],
      std: [1, 1, 1],
    }),
  ).toBe("shorter side resized to 256 (bilinear), centre 224 × 224, BGR in 0..255, x − [104, 117, 123]");
  const scaled = { ...common, resize: [224, 224], channels: "RGB", range: [0, 1.99999999875] } as const;
  const ending = (mean: number, std: number) =>
    preprocessingText({ ...scaled, mean: [mean, mean, mean], std: [std, std, std] }).replace(/^.*RGB/, "");
  expect(ending(0.1 + 0.2, 0.5)).toBe(" in 0..2, (x − 0.3) / 0.5");
  expect(ending(0, 0.5)).toBe(" in 0..2, x / 0.5");
  expect(
    preprocessingText({ ...common, resize: [224, 224], channels: "grey", range: [0, 1], mean: [0], std: [1] }),
  ).toBe("resized to 224 × 224 (bilinear), grey in 0..1");
});
