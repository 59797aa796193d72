import fc from "fast-check";
import { expect, test } from "vitest";
import { adjustedRand } from "./adjusted-rand.ts";

/** The contingency table of two groupings of the same rows. */
const table = (labels: readonly number[], clusters: readonly number[]) => {
  const width = Math.max(...clusters) + 1;
  return Array.from({ length: Math.max(...labels) + 1 }, (_, label) =>
    Array.from({ length: width }, (_, k) => labels.filter((l, row) => l === label && clusters[row] === k).length),
  );
};

// python -c "from sklearn.metrics import adjusted_rand_score as a; print(a([0,0,1,1],[0,0,1,2]))"
test.each([
  [[0, 0, 1, 1], [0, 0, 1, 2], 0.5714285714285714],
  [[0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 1, 1, 2, 2, 2, 0, 1], -0.037037037037037035],
  [[0, 0, 1, 1], [0, 1, 0, 1], -0.5],
  [[0, 0, 1, 1], [1, 1, 0, 0], 1],
  [[0], [0], 1],
  [[0, 0, 0], [0, 0, 0], 1],
  [[0, 1, 2], [0, 1, 2], 1],
  [[0, 1, 2], [0, 0, 0], 0],
])("%j against %j is %f as in scikit-learn", (labels, clusters, expected) => {
  expect(adjustedRand(table(labels, clusters))).toBeCloseTo(expected, 12);
});

test("it does not depend on which grouping comes first or how groups are numbered", () => {
  const counts = fc.array(fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(counts, (rows) => {
      const transposed = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
      expect(adjustedRand(transposed)).toBeCloseTo(adjustedRand(rows), 10);
      expect(adjustedRand([...rows].reverse())).toBeCloseTo(adjustedRand(rows), 10);
    }),
  );
});
