import { expect, test } from "vitest";
import { seenBy, type Vision, visions } from "../../../../test/support/color-vision.ts";
import { distance as labDistance, oklab, type Rgb } from "../../../neuralize-cli/src/images/heatmap/oklab.ts";
import { clusterColors, clusterSymbol, contrastRatio, grounds, inkOn, signColors } from "./palette.ts";

const color = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};
const distance = (a: string, b: string, vision: Vision) =>
  labDistance(oklab(seenBy(color(a), vision)), oklab(seenBy(color(b), vision)));

const cases = visions.flatMap((vision) => (["light", "dark"] as const).map((theme) => [vision, theme] as const));

// 0.02 in OKLab is a just noticeable difference; these ask for 2.5 and 5 times that.
test.each(cases)("clusters differ for %s on %s, the first three clearly", (vision, theme) => {
  const colors = clusterColors.map((color) => color[theme]);
  for (const [i, a] of colors.entries()) {
    for (const [j, b] of colors.entries()) {
      if (j < i) expect(distance(a, b, vision), `${i} and ${j}`).toBeGreaterThan(i < 3 ? 0.1 : 0.05);
    }
  }
});

test.each(cases)("for and against differ for %s on %s, and from every cluster", (vision, theme) => {
  const signs = [signColors.for[theme], signColors.against[theme]] as const;
  expect(distance(...signs, vision)).toBeGreaterThan(0.1);
  for (const sign of signs) {
    for (const color of clusterColors) expect(distance(sign, color[theme], vision)).toBeGreaterThan(0.05);
  }
});

test.each(["light", "dark"] as const)("every mark has contrast 3 to the %s ground, text on it 4.5", (theme) => {
  for (const color of [...clusterColors, signColors.for, signColors.against]) {
    expect(contrastRatio(color[theme], grounds[theme])).toBeGreaterThanOrEqual(3);
  }
  for (const color of clusterColors)
    expect(contrastRatio(color[theme], inkOn(color[theme]))).toBeGreaterThanOrEqual(4.5);
});

test("clusters of one colour have another shape", () => {
  expect(clusterSymbol(0)).not.toBe(clusterSymbol(10));
  expect(clusterSymbol(0)).toBe(clusterSymbol(9));
});
