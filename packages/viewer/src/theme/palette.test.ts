import { expect, test } from "vitest";
import { clusterColors, clusterSymbol, contrastRatio, grounds, inkOn, linearRgb, signColors } from "./palette.ts";

/** Linear-light matrices of full colour-vision deficiency (Machado, Oliveira & Fernandes 2009). */
const visions: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  typical: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab of a colour as it is seen. */
function seen(color: string, vision: string): readonly number[] {
  const [r = 0, g = 0, b = 0] = linearRgb(color);
  const [red = 0, green = 0, blue = 0] = (visions[vision] ?? []).map(([x, y, z]) =>
    Math.min(1, Math.max(0, x * r + y * g + z * b)),
  );
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (a: string, b: string, vision: string) => {
  const other = seen(b, vision);
  return Math.hypot(...seen(a, vision).map((value, i) => value - (other[i] ?? 0)));
};

const cases = Object.keys(visions).flatMap((vision) =>
  (["light", "dark"] as const).map((theme) => [vision, theme] as const),
);

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
