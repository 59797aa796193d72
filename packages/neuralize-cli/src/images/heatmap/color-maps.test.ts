import { describe, expect, test } from "vitest";
import { seenBy, visions } from "../../../../../test/support/color-vision.ts";
import { colorMaps, colorSteps, colorTable } from "./color-maps.ts";
import { distance, fromOklab, oklab, type Rgb } from "./oklab.ts";

const named = (name: string) => {
  const map = colorMaps.find((candidate) => candidate.name === name);
  if (map === undefined) throw new Error(name);
  return map;
};
const at = (table: Uint8Array, t: number): Rgb => {
  const place = 3 * (colorSteps + Math.round(colorSteps * t));
  return [table[place] ?? 0, table[place + 1] ?? 0, table[place + 2] ?? 0];
};

test("OKLab goes there and back", () => {
  for (const color of [
    [0, 0, 0],
    [255, 255, 255],
    [12, 200, 99],
    [255, 0, 0],
  ] as const) {
    fromOklab(oklab(color)).forEach((channel, i) => {
      // The published matrices have ten digits.
      expect(channel).toBeCloseTo(color[i] ?? -1, 2);
    });
  }
  // Ottosson's reference value for white.
  expect(oklab([255, 255, 255])[0]).toBeCloseTo(1, 5);
});

test("zennit's coldnhot has its colours where zennit has them", () => {
  const table = colorTable(named("coldnhot"));
  expect(at(table, 0)).toEqual([0, 0, 0]);
  expect(at(table, 1 / 3)).toEqual([255, 0, 0]);
  expect(at(table, 2 / 3)).toEqual([255, 255, 0]);
  expect(at(table, 1)).toEqual([255, 255, 255]);
  expect(at(table, -1)).toEqual([0, 255, 255]);
  // Half-way in 255 steps is step 127 or 128.
  expect(at(table, -0.5)[2]).toBeGreaterThanOrEqual(254);
});

test.each(colorMaps.map(({ name }) => name))(
  "%s: ends and middle are those of its definition, both sides differ",
  (name) => {
    const map = named(name);
    const table = colorTable(map);
    const hex = (color: Rgb) => `#${color.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
    expect([hex(at(table, -1)), hex(at(table, 0)), hex(at(table, 1))]).toEqual([
      map.against.at(-1),
      map.zero,
      map.for.at(-1),
    ]);
  },
);

describe.each(colorMaps.filter(({ family }) => family === "perceptual").map(({ name }) => name))("%s", (name) => {
  const table = colorTable(named(name));
  const lab = (t: number) => oklab(at(table, t));
  const places = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

  test("equal steps look equally large on either side", () => {
    for (const side of [-1, 1]) {
      const steps = places.slice(1).map((t, i) => distance(lab(side * t), lab(side * (places[i] ?? 0))));
      const mean = steps.reduce((a, b) => a + b, 0) / steps.length;
      // Chords of a bent path are shorter than the path, at most where it bends; bytes round a little.
      for (const step of steps) expect(Math.abs(step / mean - 1)).toBeLessThan(0.25);
    }
  });

  test("lightness only falls or only rises from the middle, alike on both sides", () => {
    const outwards = Math.sign(lab(1)[0] - lab(0)[0]);
    for (const side of [-1, 1]) {
      for (const [i, t] of places.slice(1).entries()) {
        expect(outwards * (lab(side * t)[0] - lab(side * (places[i] ?? 0))[0])).toBeGreaterThan(0);
      }
    }
    // Four just noticeable differences: orange is a little lighter than purple.
    for (const t of places) expect(Math.abs(lab(t)[0] - lab(-t)[0])).toBeLessThan(0.08);
  });

  test.each(visions)("the sides differ for %s", (vision) => {
    for (const t of [0.2, 0.5, 0.8, 1]) {
      const [positive, negative] = [oklab(seenBy(at(table, t), vision)), oklab(seenBy(at(table, -t), vision))];
      // At t = 0.2 both sides are near the middle still; 0.02 is just noticeable.
      expect(distance(positive, negative), String(t)).toBeGreaterThan(t < 0.5 ? 0.05 : 0.09);
    }
  });
});
