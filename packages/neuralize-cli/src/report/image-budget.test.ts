import fc from "fast-check";
import { expect, test } from "vitest";
import { imageBudget } from "./image-budget.ts";

test("a few images have maps at half the resolution of 224 pixels and three competitors", () => {
  expect(imageBudget(48, 8)).toMatchObject({ images: 48, competitors: 3, cells: 112, pictureSide: 224 });
});

test("a few images all stand on the sheets of their clusters; of many a share does", () => {
  expect(imageBudget(48, 8).perCluster).toBe(12);
  expect(imageBudget(10_000, 100).perCluster).toBe(5);
});

test("as many competitors as are asked for, as long as their maps fit", () => {
  expect(imageBudget(48, 8, 7)).toMatchObject({ competitors: 7, cells: 112 });
  expect(imageBudget(48, 8, 100).competitors).toBe(7);
  expect(imageBudget(500, 8, 100)).toMatchObject({ competitors: 2, cells: 88 });
  expect(imageBudget(500, 8, 1)).toMatchObject({ competitors: 1, cells: 107 });
  expect(imageBudget(2000, 8, 100).competitors).toBe(0);
});

test("two clusters need no map per competitor", () => {
  expect(imageBudget(48, 2).competitors).toBe(0);
  expect(imageBudget(48, 1).competitors).toBe(0);
});

test("whatever is asked for, pictures and maps that fill it stay under 25 MB", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (images, clusters, wanted) => {
      const { images: kept, competitors, cells, pictureBytes, perCluster } = imageBudget(images, clusters, wanted);
      // A byte per cell, as if nothing could be compressed; base64 makes 4 characters of 3 bytes.
      const characters = kept * (4 / 3) * (pictureBytes + (competitors + 1) * 1.01 * cells * cells);
      expect(characters).toBeLessThan(23_500_000);
      expect(cells).toBeGreaterThan(40);
      expect(perCluster).toBeGreaterThan(0);
    }),
  );
});
