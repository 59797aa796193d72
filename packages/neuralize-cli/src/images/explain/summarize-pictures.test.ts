import { expect, test } from "vitest";
import { folderLabels } from "./folder-labels.ts";
import { type PictureRecord, summarizePictures } from "./summarize-pictures.ts";

const record = (file: string, cluster: number, evidence: number, label?: string): PictureRecord => ({
  file,
  cluster,
  target: cluster,
  runnerUp: 1 - cluster,
  evidence,
  simplifiedSilhouette: 0.5,
  distance: 2,
  positive: 3,
  negative: -1,
  ...(label !== undefined && { label }),
});

test("a picture without a competitor is no tie", () => {
  const alone = { ...record("cats/2.png", 0, 0), runnerUp: -1 };
  const { clusters } = summarizePictures([record("cats/1.png", 0, 0), alone], 2, undefined);
  expect(clusters[0]?.nearTies).toBe(0.5);
});

test("sizes, means, conservation, near-ties, and names from folders", () => {
  const records = [
    record("cats/1.png", 0, 4, "cats"),
    record("cats/2.png", 0, 4, "cats"),
    record("dogs/3.png", 0, 0.1, "dogs"),
    record("dogs/4.png", 1, 8, "dogs"),
  ];
  const summary = summarizePictures(records, 3, undefined);
  expect(summary).toMatchObject({
    pictures: 4,
    inertia: 8,
    meanEvidence: expect.closeTo(4.025, 10),
    // |2 − 8|, over the larger of 4 and 8; 2 of 0.1 is 1.9 over 4.
    conservation: { absolute: 6, relative: 0.75 },
    meanArriving: expect.closeTo((0.5 + 0.5 + 20 + 0.25) / 4, 10),
  });
  expect(summary.clusters.map(({ name, size, share, nearTies }) => ({ name, size, share, nearTies }))).toEqual([
    { name: "cats", size: 3, share: 0.75, nearTies: 1 / 3 },
    { name: "dogs", size: 1, share: 0.25, nearTies: 0 },
    { name: "2", size: 0, share: 0, nearTies: 0 },
  ]);
  expect(summary.comparison).toMatchObject({
    column: "folder",
    labels: ["cats", "dogs"],
    counts: [
      [2, 0, 0],
      [1, 1, 0],
    ],
  });
});

test("two clusters of one folder are told apart; names that a model brings stay; without folders nothing is compared", () => {
  const twice = [record("a/1.png", 0, 1, "a"), record("a/2.png", 1, 1, "a")];
  expect(summarizePictures(twice, 2, undefined).clusters.map(({ name }) => name)).toEqual(["a (0)", "a (1)"]);
  const plain = summarizePictures([record("1.png", 0, 1)], 2, ["x", "y"]);
  expect(plain.clusters.map(({ name }) => name)).toEqual(["x", "y"]);
  expect(plain.comparison).toBeUndefined();
});

test.each([
  [
    ["a/1.png", "a/2.png", "b/c/3.png"],
    ["a", "a", "b/c"],
  ],
  [["a/1.png", "2.png"], undefined],
  [["a/1.png", "a/2.png"], undefined],
])("labels of %s", (files, labels) => {
  expect(folderLabels(files)).toEqual(labels);
});
