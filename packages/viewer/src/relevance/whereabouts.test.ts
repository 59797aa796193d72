import { expect, test } from "vitest";
import { whereabouts } from "./whereabouts.ts";

/** A map of 9 × 12 cells: `value(y, x)`. */
const map = (value: (y: number, x: number) => number) => ({
  height: 9,
  width: 12,
  values: Float32Array.from({ length: 108 }, (_, i) => value(Math.floor(i / 12), i % 12)),
});

test.each([
  [0, 0, "at the upper left"],
  [0, 6, "at the top"],
  [4, 5, "in the centre"],
  [4, 11, "on the right"],
  [8, 0, "at the lower left"],
  [8, 11, "at the lower right"],
])("a spot in row %i, column %i lies %s", (row, column, place) => {
  const found = whereabouts(
    map((y, x) => (y === row && x === column ? 3 : -1)),
    1,
  );
  expect(found).toEqual({ place, halfOn: 1 / 108 });
});

test("what is spread evenly has no place", () => {
  const found = whereabouts(
    map(() => 1),
    1,
  );
  expect(found?.place).toBeUndefined();
  expect(found?.halfOn).toBeCloseTo(0.5, 6);
});

test("what speaks against does not count", () => {
  expect(
    whereabouts(
      map((y) => (y < 3 ? -50 : y > 5 ? 1 : 0)),
      1,
    )?.halfOn,
  ).toBeCloseTo(1 / 6, 6);
});

test("where nothing speaks for the cluster there is no place", () => {
  expect(
    whereabouts(
      map(() => -1),
      1,
    ),
  ).toBeUndefined();
  expect(
    whereabouts(
      map(() => 0),
      1,
    ),
  ).toBeUndefined();
});

test("the other side is found by its own cells", () => {
  const found = whereabouts(
    map((y, x) => (y === 8 && x === 0 ? -3 : 1)),
    -1,
  );
  expect(found).toEqual({ place: "at the lower left", halfOn: 1 / 108 });
});
