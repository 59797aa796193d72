import { expect, test } from "vitest";
import { imageBudget } from "../../packages/neuralize-cli/src/report/image-budget.ts";
import { imageReport } from "../../packages/viewer/fixtures/image-report.ts";

test("the data of 500 images stays under 25 MB, even of noise that cannot be compressed", () => {
  const budget = imageBudget(500, 8);
  // A PNG of noise is as large as its pixels: a little more than the budget leaves for a picture.
  const side = Math.ceil(Math.sqrt(budget.pictureBytes / 3));
  const { images, cells, competitors } = budget;
  const data = imageReport({ images, clusters: 8, side, cells, competitors, noise: true });
  expect(data.images).toHaveLength(500);
  // The page itself is under half a megabyte.
  expect(JSON.stringify(data).length).toBeLessThan(24_500_000);
});
