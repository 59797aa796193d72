import { expect, test } from "vitest";
import { readFixture } from "../../fixtures/read-fixture.ts";
import { everyRow } from "./filter.ts";
import { selectRows } from "./select-rows.ts";

const penguins = readFixture("penguins");
const byEvidence = { key: "evidence", descending: true } as const;
const values = (indices: readonly number[], column: readonly number[]) => indices.map((i) => column[i] ?? Number.NaN);

test("sorts by evidence both ways", () => {
  const falling = values(selectRows(penguins, everyRow, byEvidence), penguins.rows.evidence);
  expect(falling).toHaveLength(penguins.rows.count);
  expect(falling).toEqual([...falling].sort((a, b) => b - a));
  const rising = values(selectRows(penguins, everyRow, { ...byEvidence, descending: false }), penguins.rows.evidence);
  expect(rising).toEqual([...falling].reverse());
});

test("sorts ids as people count, 2 before 10", () => {
  const data = { ...penguins, rows: { ...penguins.rows, id: penguins.rows.row.map((row) => `N${row}`) } };
  const sorted = selectRows(data, everyRow, { key: "id", descending: false });
  expect(values(sorted, data.rows.row)).toEqual([...data.rows.row].sort((a, b) => a - b));
});

test("keeps the rows of one cluster", () => {
  const kept = selectRows(penguins, { ...everyRow, cluster: 2 }, byEvidence);
  expect(kept.length).toBe(penguins.rows.cluster.filter((cluster) => cluster === 2).length);
  expect(new Set(values(kept, penguins.rows.cluster))).toEqual(new Set([2]));
});

test("keeps the evidence between the bounds, both included", () => {
  const kept = values(
    selectRows(penguins, { ...everyRow, evidenceFrom: 2, evidenceTo: 3 }, byEvidence),
    penguins.rows.evidence,
  );
  expect(kept.length).toBe(penguins.rows.evidence.filter((value) => value >= 2 && value <= 3).length);
  expect(kept.length).toBeGreaterThan(0);
});

test("finds part of an id or label, whatever the case", () => {
  const [found] = selectRows(penguins, { ...everyRow, text: "<B>n4" }, byEvidence);
  expect(found === undefined ? undefined : penguins.rows.id?.[found]).toBe("<b>N4</b>");
  expect(selectRows(penguins, { ...everyRow, text: "gentoo" }, byEvidence).length).toBe(
    penguins.rows.label?.filter((label) => label === "Gentoo").length,
  );
});

test.each(["typical", "borderline", "disagreeing", "near-tie"] as const)(
  "the %s rows are some and not all",
  (group) => {
    const kept = selectRows(penguins, { ...everyRow, group }, byEvidence);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(penguins.rows.count);
  },
);
