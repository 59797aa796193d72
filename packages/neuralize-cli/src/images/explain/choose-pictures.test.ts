import { expect, test } from "vitest";
import { choosePictures } from "./choose-pictures.ts";
import type { PointFigures } from "./point-figures.ts";

const figures = (count: number): readonly PointFigures[] =>
  Array.from({ length: count }, (_, row) => ({
    cluster: row % 3,
    target: row % 3,
    runnerUp: (row + 1) % 3,
    evidence: (row * 7919) % 1000,
    simplifiedSilhouette: 0,
    margins: [],
    distance: 0,
    competitors: [],
  }));

test("a few are all held, with the most typical and the most borderline of each cluster", () => {
  const few = figures(30);
  const { embedding, sample } = choosePictures(few, 3, 0);
  expect(embedding.rows).toHaveLength(30);
  expect([...sample].sort((a, b) => a - b)).toEqual([...few.keys()]);
  const own = [...few.keys()]
    .filter((row) => row % 3 === 1)
    .sort((a, b) => (few[b]?.evidence ?? 0) - (few[a]?.evidence ?? 0));
  expect(embedding.typical.get(1)?.[0]).toBe(own[0]);
  expect(embedding.borderline.get(1)?.[0]).toBe(own.at(-1));
});

test("of very many, as many as the budget allows, and the same ones again", () => {
  const { embedding, budget } = choosePictures(figures(5000), 3, 7);
  expect(embedding.rows).toHaveLength(budget.images);
  expect(embedding.typical.get(2)).toHaveLength(budget.perCluster);
  expect(choosePictures(figures(5000), 3, 7).embedding.rows).toEqual(embedding.rows);
  expect(choosePictures(figures(5000), 3, 8).embedding.rows).not.toEqual(embedding.rows);
});
