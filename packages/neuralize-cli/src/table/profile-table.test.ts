import { expect, test } from "vitest";
import { chooseColumns } from "./choose-columns.ts";
import { joinMoments, momentsOf } from "./moments.ts";
import { openTable } from "./open-table.ts";
import { profileTable } from "./profile-table.ts";
import { quartilesOf } from "./quartiles.ts";

const fixture = (name: string) => new URL(`../../../../test/fixtures/${name}.csv`, import.meta.url).pathname;

test("the profile of a column is what SQL says about it", async () => {
  const table = await openTable(fixture("penguins"));
  const { columns } = await chooseColumns(table);
  const profile = await profileTable(table, columns, { missing: "mean" });
  for (const column of profile.columns) {
    const cell = `"${column.name}"`;
    const query = async (select: string) => {
      const reader = await table.database.connection.runAndReadAll(`SELECT ${select} FROM selected`);
      return (reader.getRows()[0] ?? []).map(Number);
    };
    expect([column.missing]).toEqual(await query(`count(*) - count(${cell})`));
    if (column.kind === "category") {
      const counts = column.categories.map((name) => `count(*) FILTER (${cell} = '${name}')`);
      expect(column.distribution.counts).toEqual(await query(counts.join(", ")));
      continue;
    }
    const { mean, standardDeviation, minimum, maximum, quartiles, histogram } = column.distribution;
    const [average = 0, deviation = 0, ...rest] = await query(
      `avg(${cell}), stddev_pop(${cell}), min(${cell}), max(${cell}), quantile_cont(${cell}, 0.25), quantile_cont(${cell}, 0.5), quantile_cont(${cell}, 0.75)`,
    );
    // Sums of some 300 float64 numbers in another order.
    expect(mean / average).toBeCloseTo(1, 12);
    expect(standardDeviation / deviation).toBeCloseTo(1, 12);
    expect([minimum, maximum]).toEqual(rest.slice(0, 2));
    quartiles.forEach((quartile, i) => {
      expect(quartile).toBeCloseTo(rest[2 + i] ?? Number.NaN, 9);
    });
    expect(histogram.length).toBe(30);
    expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(profile.rows - column.missing);
    expect([histogram[0], histogram[29]].every((count) => count !== undefined && count > 0)).toBe(true);
  }
  await table.close();
});

test("moments of parts join to those of the whole, far from 0", () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 17));
  const whole = momentsOf(values);
  const parts = joinMoments(momentsOf(values.subarray(0, 301)), momentsOf(values.subarray(301)));
  expect(parts.mean).toBeCloseTo(whole.mean, 6);
  // Means around 1e9 are rounded to 1e-7, which the squared difference of means of some 0.1 inherits.
  expect(parts.squares / whole.squares).toBeCloseTo(1, 8);
  expect(momentsOf(Float64Array.of(Number.NaN, 2, Number.NaN, 4))).toMatchObject({ count: 2, mean: 3, squares: 2 });
});

test("quartiles interpolate between neighbours", () => {
  expect(quartilesOf(Float64Array.of(4, 1, 3, 2))).toEqual([1.75, 2.5, 3.25]);
  expect(quartilesOf(Float64Array.of(7))).toEqual([7, 7, 7]);
});
