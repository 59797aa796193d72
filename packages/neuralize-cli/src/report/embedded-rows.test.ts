import { expect, test } from "vitest";
import { chooseEmbedding } from "./embedded-rows.ts";

/** Two clusters of six and two rows, numbered through; typical ones first. */
const candidates = {
  clusters: [
    { cluster: 0, size: 6, typical: [0, 1, 2, 3], borderline: [5, 4, 3, 2] },
    { cluster: 1, size: 2, typical: [6, 7], borderline: [7, 6] },
  ].map((cluster) => ({
    ...cluster,
    typical: cluster.typical.map((row) => ({ row })),
    borderline: cluster.borderline.map((row) => ({ row })),
  })),
  disagreeing: [],
  sample: [7, 3, 0, 1, 2, 4, 5, 6].map((row) => ({ row })),
};

test("where every row fits, half of each cluster is typical and half borderline", () => {
  const { rows, typical, borderline } = chooseEmbedding(candidates, { rows: 8, perCluster: 4 });
  expect(rows.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([typical.get(0), borderline.get(0)]).toEqual([
    [0, 1, 2],
    [5, 4, 3],
  ]);
  expect([typical.get(1), borderline.get(1)]).toEqual([[6], [7]]);
});

test("where they do not, half of the room is theirs and half the sample's", () => {
  const { rows, typical, borderline, sample } = chooseEmbedding(candidates, { rows: 6, perCluster: 4 });
  expect(rows).toHaveLength(6);
  expect([typical.get(0), borderline.get(0), typical.get(1), borderline.get(1)]).toEqual([[0], [5], [6], undefined]);
  expect(sample).toEqual([7, 3, 0, 1]);
});
