import { expect, test } from "vitest";
import { readFixture } from "../../fixtures/read-fixture.ts";
import { encodedRow, perColumn } from "../data/columns.ts";
import { explainRow } from "./explain-row.ts";
import { writtenStiffness } from "./stiffness.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const fixtures = ["wine", "penguins", "wholesale", "cancer"] as const;

test.each(fixtures)("relevance sums to the evidence of every row of %s, against every contrast", (name) => {
  const data = readFixture(name);
  const contrasts = [
    { kind: "runner-up" },
    { kind: "all" },
    ...data.clusters.map(({ cluster }) => ({ kind: "cluster", cluster }) as const),
  ] as const;
  for (let index = 0; index < data.rows.count; index++) {
    for (const contrast of contrasts) {
      const { relevance, evidence } = explainRow(data, index, contrast, writtenStiffness(data));
      const size = sum(relevance.map(Math.abs));
      // float64 sums of a few hundred terms.
      expect(Math.abs(sum(relevance) - evidence)).toBeLessThanOrEqual(1e-12 * Math.max(1, size));
    }
  }
});

test("the page finds the evidence and the runner-up that the files hold", () => {
  const data = readFixture("penguins");
  for (let index = 0; index < data.rows.count; index++) {
    for (const kind of ["runner-up", "all"] as const) {
      const explanation = explainRow(data, index, { kind }, writtenStiffness(data));
      expect(explanation.competitor).toBe(data.rows.runnerUp[index]);
      // Encoded values and centroids are embedded with seven digits.
      expect(explanation.evidence).toBeCloseTo(data.rows.evidence[index] ?? Number.NaN, 4);
    }
  }
});

test("one competitor: each column's squared distance to its centroid minus that to the own", () => {
  const data = readFixture("wine");
  const { relevance } = explainRow(data, 60, { kind: "cluster", cluster: 2 }, 1);
  const own = data.centroids[data.rows.cluster[60] ?? 0] ?? [];
  const other = data.centroids[2] ?? [];
  const margins = encodedRow(data, 60).map((x, i) => (x - (other[i] ?? 0)) ** 2 - (x - (own[i] ?? 0)) ** 2);
  const expected = perColumn(data.columns, margins);
  for (const [column, value] of relevance.entries()) expect(value).toBeCloseTo(expected[column] ?? Number.NaN, 10);
});

test("the runner-up alone is the limit of all competitors at infinite stiffness", () => {
  const data = readFixture("wholesale");
  const pooled = explainRow(data, 7, { kind: "all" }, Number.POSITIVE_INFINITY);
  expect(explainRow(data, 7, { kind: "runner-up" }, 0).relevance).toEqual(pooled.relevance);
  expect(explainRow(data, 7, { kind: "all" }, 0).relevance).not.toEqual(pooled.relevance);
});

test("a row is never contrasted with its own cluster, nor with one that does not exist", () => {
  const data = readFixture("wine");
  const cluster = data.rows.cluster[0] ?? 0;
  for (const wanted of [cluster, 99]) {
    expect(explainRow(data, 0, { kind: "cluster", cluster: wanted }, 1).contrast).toEqual({ kind: "runner-up" });
  }
});

test("competitors are those of --against", () => {
  const wine = readFixture("wine");
  const data = { ...wine, provenance: { ...wine.provenance, against: [2] } };
  const index = wine.rows.cluster.indexOf(0);
  expect(explainRow(data, index, { kind: "all" }, 0).competitor).toBe(2);
});
