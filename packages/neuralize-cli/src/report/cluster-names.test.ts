import fc from "fast-check";
import { expect, test } from "vitest";
import { explainedChunks, type TestTable } from "../../../../test/report/explained-rows.ts";
import { cultivarMeans, wine } from "../../../../test/report/wine.ts";
import { clusterNames, distinctiveDifference } from "./cluster-names.ts";
import type { ClusteringSummary } from "./clustering-summary.ts";
import { summarizeClustering } from "./summarize-clustering.ts";

function summarized(table: TestTable, centroids: readonly (readonly number[])[]): ClusteringSummary {
  const accumulator = summarizeClustering({ columns: table.columns, centroids, seed: 0 });
  for (const chunk of explainedChunks(table, centroids)) accumulator.add(chunk);
  return accumulator.finish();
}

const named = (table: TestTable, centroids: readonly (readonly number[])[]) =>
  clusterNames(summarized(table, centroids), table.columns);

const number = (name: string) => ({ name, kind: "number", offset: 0, scale: 1, fill: null }) as const;
const category = (name: string, categories: readonly string[], codes?: readonly number[]) =>
  ({ name, kind: "category", categories, weight: 1, fill: null, ...(codes && { codes }) }) as const;

test("wine's clusters are named as an oenologist would", () => {
  // The largest standardised differences by NumPy: proline 1.16, flavanoids 0.94; alcohol -0.93, color -0.86;
  // od280 -1.29, flavanoids -1.23.
  expect(named(wine, cultivarMeans)).toEqual([
    "high proline, high flavanoids",
    "low alcohol, low color intensity",
    "low od280/od315 of diluted wines, low flavanoids",
  ]);
});

const grid = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }), {
  minLength: 2,
  maxLength: 40,
});
const threeColumns = ["height", "weight", "age"].map(number);

test("a name says high where the mean is above the whole's and low where it is below, by half a deviation or more", () => {
  fc.assert(
    fc.property(grid, fc.integer({ min: 2, max: 6 }), (rows, k) => {
      const table = { columns: threeColumns, rows };
      const summary = summarized(table, rows.slice(0, Math.min(k, rows.length)));
      clusterNames(summary, threeColumns).forEach((name, cluster) => {
        for (const [, direction, column] of name.matchAll(/(high|low) (\w+)/g)) {
          const index = threeColumns.findIndex((c) => c.name === column);
          const profile = summary.clusters[cluster]?.profile[index];
          const whole = summary.columns[index];
          if (profile === undefined || profile.kind === "category") throw new Error("a number");
          if (whole === undefined || whole.kind === "category") throw new Error("a number");
          const difference = (profile.mean - whole.mean) / whole.standardDeviation;
          expect(difference * (direction === "high" ? 1 : -1)).toBeGreaterThanOrEqual(distinctiveDifference);
        }
      });
    }),
  );
});

test("names are distinct and not empty, whatever the data", () => {
  fc.assert(
    fc.property(grid, fc.integer({ min: 2, max: 8 }), (rows, k) => {
      const names = named({ columns: threeColumns, rows }, rows.slice(0, Math.min(k, rows.length)));
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).not.toBe("");
    }),
  );
});

test("along one column clusters that differ in degree are told apart by their means", () => {
  const rows = [0, 1, 100, 101, 1000, 1001, 1100, 1101].map((value) => [value]);
  expect(named({ columns: [number("income")], rows }, [[0.5], [100.5], [1000.5], [1100.5]])).toEqual([
    "low income (mean 0.5)",
    "low income (mean 101)",
    "high income (mean 1,001)",
    "high income (mean 1,101)",
  ]);
});

test("the third trait tells two clusters apart before a mean does", () => {
  const others = [8, -4, 8, -4, 8, -4].map((age) => [0, 0, age]);
  const centroids = [
    [9, 9, 8],
    [9, 9, -4],
    [0, 0, 2],
  ];
  expect(named({ columns: threeColumns, rows: [[9, 9, 8], [9, 9, -4], ...others] }, centroids)).toEqual([
    "high height, high weight, high age",
    "high height, high weight, low age",
    "low height, low weight",
  ]);
});

test("mostly is more than half of the members and a larger share than in the whole, the bare category all of them", () => {
  const column = category("fruit", ["apple", "berry", "cherry"]);
  const cells = fc.array(fc.tuple(fc.constantFrom(0, 9), fc.constantFrom(...column.categories)), { minLength: 2 });
  fc.assert(
    fc.property(cells, (rows) => {
      const columns = [number("x"), column];
      const centroids = [
        [0, 0, 0, 0],
        [9, 0, 0, 0],
      ];
      const summary = summarized({ columns, rows }, centroids);
      clusterNames(summary, columns).forEach((name, cluster) => {
        const members = rows.filter(([x]) => x === cluster * 9).map(([, fruit]) => fruit);
        const share = (list: readonly string[], fruit: string) => list.filter((f) => f === fruit).length / list.length;
        for (const [, mostly, fruit = ""] of name.matchAll(/(mostly )?(apple|berry|cherry)/g)) {
          const own = share(members, fruit);
          expect(own).toBeGreaterThan(
            share(
              rows.map(([, f]) => f),
              fruit,
            ),
          );
          expect(own).toBeGreaterThan(0.5);
          expect(own === 1).toBe(mostly === undefined);
        }
      });
    }),
  );
});

test("categories: the bare category for all members, mostly for most, the column's name where the category is a code", () => {
  const columns = [
    category("Island", ["Biscoe", "Dream"]),
    category("Channel", ["1", "2"], [1, 2]),
    category("smoker", ["yes", "no"]),
  ];
  const biscoe = ["Biscoe", "2", "yes"];
  const dream = ["Dream", "1", "no"];
  const rows = [biscoe, biscoe, ["Dream", "2", "yes"], dream, dream, dream];
  const names = named({ columns, rows }, [
    [1, 0, 0, 1, 1, 0],
    [0, 1, 1, 0, 0, 1],
  ]);
  expect(names).toEqual(["Channel 2, smoker yes", "Channel 1, smoker no"]);
  const islands = { columns: columns.slice(0, 1), rows: [["Biscoe"], ["Dream"]] };
  expect(
    named(islands, [
      [1, 0],
      [0, 1],
    ]),
  ).toEqual(["Biscoe", "Dream"]);
  const mixed = {
    columns: [number("x"), ...columns.slice(0, 1)],
    rows: [
      [0, "Biscoe"],
      [0, "Biscoe"],
      [0, "Dream"],
      [9, "Dream"],
      [9, "Dream"],
    ],
  };
  expect(
    named(mixed, [
      [0, 0.6, 0.3],
      [9, 0, 1],
    ]),
  ).toEqual(["low x, mostly Biscoe", "high x, Dream"]);
});

test("a category is spelt with its column where two columns have it", () => {
  const columns = [category("before", ["left", "right"]), category("after", ["left", "right"])];
  const rows = [
    ["left", "left"],
    ["right", "right"],
  ];
  expect(
    named({ columns, rows }, [
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ]),
  ).toEqual(["before left, after left", "before right, after right"]);
});

test("dates are early and late", () => {
  const columns = [{ name: "signup", kind: "date", offset: 0, scale: 1, fill: null } as const];
  const rows = [[Date.UTC(2020, 0)], [Date.UTC(2024, 0)]];
  expect(named({ columns, rows }, rows as number[][])).toEqual(["early signup", "late signup"]);
});

test("where nothing sets a cluster apart it is average, and numbered if it is not the only one", () => {
  const rows = [[1], [1], [1]];
  expect(named({ columns: [number("x")], rows }, [[1], [1]])).toEqual(["average (cluster 0)", "average (cluster 1)"]);
});

test("a cluster without rows is named by its centroid", () => {
  const rows = [
    [0, 0, 0],
    [1, 1, 1],
  ];
  expect(
    named({ columns: threeColumns, rows }, [
      [0, 0, 0],
      [1, 1, 1],
      [0.5, 0.5, 50],
    ])[2],
  ).toBe("high age");
});
