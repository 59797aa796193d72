import fc from "fast-check";
import { expect, test } from "vitest";
import { tableChunk } from "../../../../test/report/explained-rows.ts";
import { wine } from "../../../../test/report/wine.ts";
import { principalPlane, project } from "./principal-components.ts";
import { randomKey } from "./random-key.ts";

const { encoded } = tableChunk(wine);
const wineRows = wine.rows.map((_, row) => encoded.slice(row * 13, (row + 1) * 13));
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, j) => sum + value * (b[j] ?? 0), 0);

test("wine has the components of scikit-learn", () => {
  // z = (X - X.mean(0)) / X.std(0); p = PCA(2).fit(z); p.explained_variance_ratio_, p.components_[:, :3]
  const { axes, explained } = principalPlane(wineRows, 13);
  expect(explained[0]).toBeCloseTo(0.36198848, 8);
  expect(explained[1]).toBeCloseTo(0.1920749, 7);
  const expected = [
    [0.1443294, -0.24518758, -0.00205106],
    [0.48365155, 0.22493093, 0.31606881],
  ];
  expected.forEach((coordinates, axis) => {
    coordinates.forEach((coordinate, j) => {
      expect(axes[axis as 0 | 1][j]).toBeCloseTo(coordinate, 7);
    });
  });
});

test("more coordinates than points: the Gram matrix gives the same plane as the covariance", () => {
  // Forty points in 30 dimensions, then the same points with 30 more dimensions that are constant.
  const points = Array.from({ length: 40 }, (_, i) =>
    Float64Array.from({ length: 30 }, (_, j) => (randomKey(3, i * 30 + j) / 2 ** 32) * (1 + (j % 7))),
  );
  const wide = points.map((point) => Float64Array.from([...point, ...new Array<number>(30).fill(5)]));
  const narrow = principalPlane(points, 30);
  const gram = principalPlane(wide, 60);
  for (const axis of [0, 1] as const) {
    expect(gram.explained[axis]).toBeCloseTo(narrow.explained[axis], 10);
    expect(dot(gram.axes[axis].subarray(0, 30), narrow.axes[axis])).toBeCloseTo(1, 8);
    expect(dot(gram.axes[axis], gram.axes[axis])).toBeCloseTo(1, 12);
  }
});

test("the largest coordinate of an axis is positive, whatever the order of the points", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(wineRows, { minLength: 150 }), (points) => {
      for (const axis of principalPlane(points, 13).axes) {
        const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
        expect(largest).toBeGreaterThan(0);
      }
    }),
    { numRuns: 20 },
  );
});

test("data without variance lies at the origin; data on a line has one axis", () => {
  const point = Float64Array.of(1, 2, 3);
  for (const points of [[], [point], [point, point, point]]) {
    const plane = principalPlane(points, 3);
    expect(plane.explained).toEqual([0, 0]);
    expect(project(plane, point)).toEqual([0, 0]);
  }
  const line = principalPlane(
    [0, 1, 2, 5].map((t) => Float64Array.of(3 * t, 1, -4 * t)),
    3,
  );
  expect(line.explained[0]).toBeCloseTo(1, 12);
  expect(line.explained[1]).toBe(0);
  expect(project(line, [0, 1, 0])[0]).toBeCloseTo(10, 12); // 2 steps of length 5 from the mean, against the axis
  expect(project(line, [0, 1, 0])[1]).toBe(0);
  expect(principalPlane([Float64Array.of(1), Float64Array.of(2)], 1).explained).toEqual([1, 0]);
});

test("values of 1e200 overflow nothing", () => {
  const plane = principalPlane(
    [
      [1e200, 0],
      [-1e200, 1e200],
      [2e200, -1e199],
    ].map((p) => Float64Array.from(p)),
    2,
  );
  expect(plane.explained[0] + plane.explained[1]).toBeCloseTo(1, 12);
});
