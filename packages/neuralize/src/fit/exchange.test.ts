import { expect, test } from "vitest";
import { exchange } from "./exchange.ts";
import type { Points } from "./frame.ts";

const column = (...values: readonly number[]): Points => ({
  data: Float64Array.from(values),
  rows: values.length,
  columns: 1,
});

test("a row that Lloyd's algorithm leaves moves to the smaller cluster", () => {
  // Means −0.5 and 2.3: row 0.5 is nearer to −0.5, but moving it changes the inertia by 1/2·1.8² − 2·1² < 0.
  const points = column(-1.5, 0.5, 2.3);
  const update = { centroids: column(-0.5, 2.3), labels: Int32Array.of(0, 0, 1), reseeded: false };
  const [left, right] = exchange(points, update).data;
  expect(left).toBeCloseTo(-1.5, 12);
  expect(right).toBeCloseTo(1.4, 12);
});

test("a row alone in its cluster stays, and twins do not move for ever", () => {
  const update = { centroids: column(0, 5), labels: Int32Array.of(0, 0, 1), reseeded: false };
  expect([...exchange(column(0, 0, 5), update).data]).toEqual([0, 5]);
});
