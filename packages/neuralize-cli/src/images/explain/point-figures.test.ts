import { expect, test } from "vitest";
import { heuristicBeta, pointFigures } from "./point-figures.ts";

const points = { data: Float64Array.of(0, 1, 3, 1, 2, 2), rows: 3, columns: 2 };
const centroids = { data: Float64Array.of(0, 0, 4, 0, 0, 4), rows: 3, columns: 2 };

// Squared distances: (1, 17, 9), (10, 2, 18), (8, 8, 8).
test("nearest, runner-up, evidence, margins; ties to the lowest number", () => {
  expect(pointFigures(points, centroids, { target: "assigned" })).toEqual([
    {
      cluster: 0,
      target: 0,
      runnerUp: 2,
      evidence: 8,
      simplifiedSilhouette: 1 - 1 / 3,
      margins: [0, 16, 8],
      distance: 1,
      competitors: [2, 1],
    },
    expect.objectContaining({ cluster: 1, runnerUp: 0, evidence: 8, margins: [8, 0, 16] }),
    expect.objectContaining({ cluster: 0, runnerUp: 1, evidence: 0, simplifiedSilhouette: 0 }),
  ]);
  expect(heuristicBeta(points, centroids)).toBeCloseTo(3 / 16, 12);
});

test("another target, and a few competitors", () => {
  const [first, second] = pointFigures(points, centroids, { target: 1, against: [0, 1] });
  expect(first).toMatchObject({ cluster: 0, target: 1, runnerUp: 0, evidence: -16, margins: [-16, 0, -8] });
  expect(second).toMatchObject({ cluster: 1, target: 1, runnerUp: 0, evidence: 8 });
  const [alone] = pointFigures(points, centroids, { target: "assigned", against: [0] });
  expect(alone).toMatchObject({ runnerUp: -1, evidence: 0, competitors: [] });
});

test("points on a centroid, and all at once on one: no division by nothing", () => {
  const same = { data: Float64Array.of(1, 1), rows: 2, columns: 1 };
  expect(pointFigures(same, same, { target: "assigned" })[0]).toMatchObject({ evidence: 0, simplifiedSilhouette: 0 });
  expect(heuristicBeta(same, same)).toBeNull();
});
