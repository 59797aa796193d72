import { expect, test } from "vitest";
import type { Matrix } from "../matrix.ts";
import { chooseK } from "./choose-k.ts";
import { silhouette } from "./silhouette.ts";

const column = (...values: readonly number[]): Matrix => ({
  data: Float64Array.from(values),
  rows: values.length,
  columns: 1,
});
const refused = (code: string) => expect.objectContaining({ code });

test("a worked example", () => {
  // Own distances 1, 1, 0 (alone: counts 0); to the other cluster 10 and 9.
  expect(silhouette(column(0, 1, 10), [0, 0, 1], 2)).toBeCloseTo((9 / 10 + 8 / 9 + 0) / 3, 12);
});

test("identical rows in different clusters are separated by nothing", () => {
  expect(silhouette(column(5, 5, 5, 5), [0, 1, 0, 1], 2)).toBe(0);
});

test("a sample is drawn by its seed and estimates the whole", () => {
  const x = column(...Array.from({ length: 400 }, (_, n) => (n % 2) * 10 + Math.sin(n)));
  const labels = Array.from({ length: 400 }, (_, n) => n % 2);
  const whole = silhouette(x, labels, 2);
  const sampled = silhouette(x, labels, 2, { sample: 100, seed: 1 });
  expect(sampled).not.toBe(whole);
  expect(silhouette(x, labels, 2, { sample: 100, seed: 1 })).toBe(sampled);
  // Silhouettes lie between about 0.85 and 0.95 here; the mean of 100 is within 0.02 of that of 400.
  expect(Math.abs(sampled - whole)).toBeLessThan(0.02);
});

test("a sample that meets one cluster only says nothing", () => {
  const labels = Array.from({ length: 400 }, (_, n) => Number(n === 200));
  expect(silhouette(column(...labels), labels, 2, { sample: 3 })).toBe(0);
});

test("what has no silhouette is refused", () => {
  expect(() => silhouette(column(1, 2), [0, 0], 2)).toThrow(refused("NOTHING_TO_CONTRAST"));
  expect(() => silhouette(column(1, 2), [0], 2)).toThrow(refused("LENGTH_MISMATCH"));
  expect(() => silhouette(column(1, 2), [0, 2], 2)).toThrow(refused("NO_SUCH_CLUSTER"));
  expect(() => silhouette(column(1, 2), [0, 1], 2, { sample: 1 })).toThrow(refused("INVALID_OPTION"));
});

test("the number of clusters is the one with the largest silhouette", async () => {
  const x = column(0, 1, 2, 50, 51, 52, 100, 101, 102);
  const { fit, curve } = await chooseK(x, { from: 2, to: 5 });
  expect(fit.sizes).toEqual([3, 3, 3]);
  expect(curve.map(({ k }) => k)).toEqual([2, 3, 4, 5]);
  expect(curve[1]).toEqual({ k: 3, silhouette: silhouette(x, fit.labels, 3), inertia: fit.inertia });
  await expect(chooseK(x, { from: 1, to: 5 })).rejects.toThrow(refused("INVALID_OPTION"));
  await expect(chooseK(x, { from: 3, to: 2 })).rejects.toThrow(refused("INVALID_OPTION"));
});
