import { expect, test } from "vitest";
import { imageReport, shapes } from "../../fixtures/image-report.ts";
import { everyRow } from "./filter.ts";
import { selectImages } from "./select-images.ts";

const data = imageReport({ ...shapes, cells: 2, side: 2 });
const image = (index: number) => data.images[index];

test("orders by name as people count, and by evidence both ways", () => {
  const names = selectImages(data, everyRow, "name").map((index) => image(index)?.file ?? "");
  expect(names).toHaveLength(data.images.length);
  expect(names.indexOf("bars/0010.png")).toBe(names.indexOf("bars/0014.png") - 1);
  const rising = selectImages(data, everyRow, "least-evidence").map((index) => image(index)?.evidence ?? 0);
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  const falling = selectImages(data, everyRow, "most-evidence").map((index) => image(index)?.evidence ?? 0);
  expect(falling).toEqual([...rising].reverse());
});

test("by cluster, names come in order within", () => {
  const order = selectImages(data, everyRow, "cluster").map((index) => image(index)?.cluster ?? 0);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test("finds parts of paths and labels, whatever the case", () => {
  const [found, ...more] = selectImages(data, { ...everyRow, text: "ONERROR" }, "name");
  expect(more).toEqual([]);
  expect(image(found ?? -1)?.file).toBe("<img src=x onerror=alert(1)>.jpg");
  const rings = selectImages(data, { ...everyRow, text: "rings" }, "name");
  expect(rings.length).toBeGreaterThan(3);
  for (const index of rings)
    expect(`${image(index)?.file} ${data.comparison?.labels[image(index)?.label ?? -1]}`).toContain("rings");
});

test("keeps clusters, near ties and evidence between bounds", () => {
  const tied = selectImages(data, { ...everyRow, group: "near-tie" }, "name");
  expect(tied.length).toBeGreaterThan(0);
  for (const index of tied) expect(image(index)?.evidence).toBeLessThanOrEqual(0.1 * data.meanEvidence);
  const kept = selectImages(data, { ...everyRow, cluster: 2, evidenceFrom: 5, evidenceTo: 60 }, "name");
  expect(kept.length).toBeGreaterThan(0);
  for (const index of kept) {
    expect(image(index)?.cluster).toBe(2);
    expect(image(index)?.evidence).toBeGreaterThanOrEqual(5);
    expect(image(index)?.evidence).toBeLessThanOrEqual(60);
  }
});
