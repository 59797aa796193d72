import { expect, test } from "vitest";
import { contrastRatio, grounds } from "../theme/palette.ts";
import { chosenTable, colorAt, colorChoices, sideColor } from "./color-choice.ts";

const choices = colorChoices.flatMap(({ choices }) => choices.map(([name]) => name));

test("every choice is a colour map of its own", () => {
  const ends = choices.map((name) => [-1, 0, 1].map((place) => colorAt(chosenTable(name, false), place)).join());
  expect(new Set(ends).size).toBe(choices.length);
  expect(choices).toContain("coldnhot");
});

test("the page's own colours follow its ground, others do not", () => {
  expect(contrastRatio(colorAt(chosenTable("page", false), 0), grounds.light)).toBeLessThan(1.2);
  expect(contrastRatio(colorAt(chosenTable("page", true), 0), grounds.dark)).toBeLessThan(1.2);
  expect(chosenTable("coldnhot", true)).toBe(chosenTable("coldnhot", false));
});

test("a choice that is not there is the first", () => {
  expect(chosenTable("nonsense", false)).toBe(chosenTable("page", false));
});

test.each(["light", "dark"] as const)("the sides of the page's colours can be read on %s", (theme) => {
  const table = chosenTable("page", theme === "dark");
  for (const [side, sign] of [
    [1, "for"],
    [-1, "against"],
  ] as const) {
    expect(contrastRatio(sideColor(table, side, theme === "dark"), grounds[theme])).toBeGreaterThan(3);
    // Hues of sign: teal has more blue than red, brown more red than blue.
    const [red = 0, , blue = 0] = [1, 3, 5].map((at) =>
      Number.parseInt(sideColor(table, side, theme === "dark").slice(at, at + 2), 16),
    );
    expect(Math.sign(blue - red)).toBe(sign === "for" ? 1 : -1);
  }
});
