import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TableColumn } from "neuralize";
import { afterAll, expect, test } from "vitest";
import { chooseColumns } from "./choose-columns.ts";
import { chooseModelColumns } from "./choose-model-columns.ts";
import { displayCell } from "./display-cell.ts";
import { encodedLengths, encodingOf, type Scaling } from "./encoding.ts";
import { openTable } from "./open-table.ts";
import { type MissingCells, profileTable } from "./profile-table.ts";
import { type RowOptions, rows } from "./rows.ts";
import { sampleRows } from "./sample-rows.ts";
import type { Table } from "./table.ts";
import type { TableChunk } from "./table-chunk.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fixture = (name: string) => new URL(`../../../../test/fixtures/${name}.csv`, import.meta.url).pathname;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function opened<T>(path: string, use: (table: Table) => Promise<T>, where?: string): Promise<T> {
  const table = await openTable(path, where === undefined ? {} : { where });
  try {
    return await use(table);
  } finally {
    await table.close();
  }
}

async function collect(table: Table, columns: readonly TableColumn[], options: RowOptions): Promise<TableChunk[]> {
  const chunks: TableChunk[] = [];
  for await (const chunk of rows(table, columns, options)) chunks.push(chunk);
  return chunks;
}

async function encode(path: string, scale: Scaling, missing: MissingCells, where?: string) {
  return opened(
    path,
    async (table) => {
      const { columns } = await chooseColumns(table);
      const profile = await profileTable(table, columns, { missing });
      const encoding = encodingOf(profile, { scale, missing });
      return { profile, encoding, chunks: await collect(table, encoding, { missing }) };
    },
    where,
  );
}

/** Mean and population variance of coordinate `d` over encoded rows. */
function statistics(encoded: Float64Array, dimensions: number, d: number) {
  const values = encoded.filter((_, i) => i % dimensions === d);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

test("standard scaling gives every number mean 0 and variance 1, every category variance 1 in total", async () => {
  const { encoding, chunks } = await encode(fixture("penguins"), "standard", "drop");
  const [chunk] = chunks;
  if (chunk === undefined) throw new Error("no rows");
  expect(chunk.count).toBe(334);
  const lengths = encodedLengths(encoding);
  const dimensions = lengths.reduce((a, b) => a + b, 0);
  let start = 0;
  encoding.forEach((column, c) => {
    const length = lengths[c] ?? 0;
    const parts = Array.from({ length }, (_, j) => statistics(chunk.encoded, dimensions, start + j));
    // Rounding of a few hundred float64 sums.
    expect(parts.reduce((sum, { variance }) => sum + variance, 0)).toBeCloseTo(1, 10);
    if (column.kind !== "category") expect(parts[0]?.mean).toBeCloseTo(0, 10);
    start += length;
  });
});

test("minmax scaling spans 0 to 1 and puts different categories at distance 1", async () => {
  const path = file("small.csv", "x,c\n1,a\n3,b\n2,a\n5,b\n2,a\n");
  const { chunks } = await encode(path, "minmax", "error");
  const weight = Math.SQRT1_2;
  expect([...(chunks[0]?.encoded ?? [])]).toEqual(
    [
      [0, weight, 0],
      [0.5, 0, weight],
      [0.25, weight, 0],
      [1, 0, weight],
      [0.25, weight, 0],
    ].flat(),
  );
});

test("missing cells take the mean and the most frequent category, are flagged and counted", async () => {
  const path = file("gaps.csv", "x,c\n1,a\n,b\n3,a\n8,\n0,b\n2,a\n");
  const { profile, encoding, chunks } = await encode(path, "none", "mean");
  expect(profile.columns.map(({ missing }) => missing)).toEqual([1, 1]);
  expect(encoding.map(({ fill }) => fill)).toEqual([2.8, 0]);
  expect([...(chunks[0]?.encoded ?? [])].filter((_, i) => i % 3 === 0)).toEqual([1, 2.8, 3, 8, 0, 2]);
  expect([...(chunks[0]?.filled ?? [])]).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  const shown = encoding.map((column, c) => {
    const cells = chunks[0]?.raw[c];
    return cells === undefined ? [] : [0, 1, 3].map((i) => displayCell(column, cells, i));
  });
  expect(shown).toEqual([
    [1, null, 8],
    ["a", "b", null],
  ]);
});

test("rows with gaps are dropped on request, and the others keep their number in the file", async () => {
  const path = file("dropped.csv", "x,c\n1,a\n,b\n3,a\n8,\n0,b\n2,a\n4,b\n");
  const { profile, chunks } = await encode(path, "none", "drop", "x IS NULL OR x > 0");
  expect([...(chunks[0]?.row ?? [])]).toEqual([0, 2, 5, 6]);
  expect([profile.rows, profile.dropped]).toEqual([4, 2]);
  expect(profile.notes).toContain("2 of 6 rows have a missing cell and are left out.");
});

test("missing cells are an error on request, with row and column", async () => {
  const path = file("refused.csv", "x,y\n1,1\n2,\n3,\n");
  await expect(encode(path, "none", "error")).rejects.toMatchObject({
    code: "MISSING_CELLS",
    message: expect.stringMatching(/"y" has 2 missing cells, the first in row 1/),
  });
  const nothing = file("nothing.csv", "x,y\n1,\n,2\n");
  await expect(encode(nothing, "none", "drop")).rejects.toMatchObject({ code: "EMPTY_TABLE" });
});

test.each(["NaN", "inf", "-Infinity"])("%s in a cell is an error that names row and column", async (text) => {
  const path = file("infinite.csv", `x,y\n${"1,2\n".repeat(3000)}3,${text}\n`);
  await expect(encode(path, "standard", "mean")).rejects.toMatchObject({
    code: "NOT_FINITE",
    message: expect.stringMatching(/"y" holds (?:NaN|-?Infinity) in row 3000 /),
  });
});

test("dates are milliseconds since 1970", async () => {
  const path = file("dates.csv", "day,time\n1970-01-02,1970-01-01 00:00:01\n1970-01-01,1970-01-01 00:00:02\n");
  const { encoding, chunks } = await encode(path, "none", "error");
  expect(encoding.map(({ kind }) => kind)).toEqual(["date", "date"]);
  expect([...(chunks[0]?.encoded ?? [])]).toEqual([86_400_000, 1000, 0, 2000]);
});

test("a constant column has scale 1; values around 1e30 and far from 0 keep their digits", async () => {
  const lines = [0, 1, 2, 3].map((i) => `0.1,${i}e30,${1e9 + i}`);
  const { encoding } = await encode(file("extreme.csv", `same,large,far\n${lines.join("\n")}\n`), "standard", "error");
  const deviation = Math.sqrt(1.25);
  expect(encoding[0]).toMatchObject({ scale: 1 });
  expect(encoding[1]).toMatchObject({ scale: expect.closeTo(deviation * 1e30, -18) });
  expect(encoding[2]).toMatchObject({ offset: 1e9 + 1.5, scale: expect.closeTo(deviation, 12) });
  // Squares of these are 0, so that they have no deviation; they are no constant all the same.
  const tiny = await encode(file("tiny.csv", "x\n0\n1e-200\n4e-200\n"), "standard", "error");
  expect(tiny.encoding[0]).toMatchObject({ scale: 4e-200 });
  const beyond = file("beyond.csv", "x\n1e300\n-1e300\n");
  await expect(encode(beyond, "standard", "error")).rejects.toMatchObject({ code: "SPREAD_TOO_LARGE" });
});

test("chunks have the size asked for, in order, with ids and labels, across the blocks of the database", async () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `k${i},${i % 3 === 0 ? "" : `l${i % 3}`},${i}`);
  const path = file("long.csv", `key,group,x\n${lines.join("\n")}\n`);
  await opened(path, async (table) => {
    const columns: TableColumn[] = [{ name: "x", kind: "number", offset: 0, scale: 1, fill: null }];
    const options = { missing: "error", chunkRows: 1700, id: "key", label: "group" } as const;
    const chunks = await collect(table, columns, options);
    expect(chunks.map(({ start, count }) => [start, count])).toEqual([
      [0, 1700],
      [1700, 1700],
      [3400, 1600],
    ]);
    const encoded = chunks.flatMap((chunk) => [...chunk.encoded]);
    expect(encoded).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(chunks.flatMap(({ row }) => [...row])).toEqual(encoded);
    expect(chunks[2]?.id?.at(-1)).toBe("k4999");
    expect(chunks[1]?.label?.slice(0, 3)).toEqual(["l2", null, "l1"]);
  });
});

test("two readers of one table do not disturb each other", async () => {
  const path = file("shared.csv", `x\n${Array.from({ length: 9000 }, (_, i) => i).join("\n")}\n`);
  await opened(path, async (table) => {
    const columns: TableColumn[] = [{ name: "x", kind: "number", offset: 0, scale: 1, fill: null }];
    const [outer, inner] = [[] as number[], [] as number[]];
    for await (const chunk of rows(table, columns, { missing: "error", chunkRows: 2000 })) {
      outer.push(...chunk.encoded);
      // Abandoned after its first chunk.
      for await (const other of rows(table, columns, { missing: "error", chunkRows: 1 })) {
        inner.push(...other.encoded);
        break;
      }
    }
    expect(outer).toEqual(Array.from({ length: 9000 }, (_, i) => i));
    expect(inner).toEqual([0, 0, 0, 0, 0]);
  });
});

test("a sample is random, the same for the same seed, in the file's order and without repetition", async () => {
  await opened(fixture("wine"), async (table) => {
    const columns: TableColumn[] = [{ name: "alcohol", kind: "number", offset: 0, scale: 1, fill: null }];
    const sample = (seed: number, count = 40) => sampleRows(table, columns, { rows: count, seed, missing: "error" });
    const [first, again, other] = [await sample(1), await sample(1), await sample(2)];
    expect(first.count).toBe(40);
    expect(first.of).toBe(178);
    expect(first.row).toEqual(again.row);
    expect(first.encoded).toEqual(again.encoded);
    expect(first.row).not.toEqual(other.row);
    expect([...first.row]).toEqual([...new Set(first.row)].sort((a, b) => a - b));
    expect((await sample(1, 1000)).count).toBe(178);
  });
});

test("a model's columns are found by name, with its categories, and unknown ones are counted", async () => {
  const model: TableColumn[] = [
    { name: "c", kind: "category", categories: ["b", "a"], weight: 2, fill: 1 },
    { name: "x", kind: "number", offset: 1, scale: 2, fill: 9 },
  ];
  const path = file("new.csv", "extra,x,c\n1,,b\n2,,z\n3,,\n");
  await opened(path, async (table) => {
    const choice = await chooseModelColumns(table, model);
    expect(choice.notes).toEqual(["Ignored, as the model does not know of it: extra."]);
    const profile = await profileTable(table, choice.columns, { missing: "mean" });
    expect(profile.columns[0]).toMatchObject({ unknown: 1, missing: 1, distribution: { counts: [1, 0] } });
    expect(profile.notes.join(" ")).toMatch(/1 cell of c holds a category that the model does not know/);
    const [chunk] = await collect(table, model, { missing: "mean" });
    expect([...(chunk?.encoded ?? [])]).toEqual([2, 0, 4, 0, 0, 4, 0, 2, 4]);
  });
});

test("a table that does not fit a model is refused with all the columns concerned", async () => {
  const number = { kind: "number", offset: 0, scale: 1, fill: null } as const;
  await opened(fixture("iris"), async (table) => {
    const missing = [
      { name: "a", ...number },
      { name: "b", ...number },
    ];
    await expect(chooseModelColumns(table, missing)).rejects.toMatchObject({
      code: "MISSING_COLUMNS",
      message: expect.stringMatching(/lacks columns a, b .*sepal_length_cm/),
    });
    await expect(chooseModelColumns(table, [{ name: "target", ...number }])).rejects.toMatchObject({
      code: "MISMATCHED_COLUMNS",
      message: expect.stringMatching(/target is text where the model expects a number/),
    });
  });
  const gap = file("gap.csv", 'x\n1\n""\n3\n');
  await opened(gap, async (table) => {
    await expect(collect(table, [{ name: "x", ...number }], { missing: "mean" })).rejects.toThrow(
      /"x" is missing in row 1 /,
    );
  });
});

test("too many categories are refused", async () => {
  const path = file("many.csv", `c\n${Array.from({ length: 1500 }, (_, i) => `v${i}`).join("\n")}\n`);
  await opened(path, async (table) => {
    const { columns } = await chooseColumns(table, { columns: ["c"] });
    await expect(profileTable(table, columns, { missing: "mean" })).rejects.toMatchObject({
      code: "TOO_MANY_CATEGORIES",
    });
  });
});

test("10 000 columns of 20 rows take seconds, not minutes", async () => {
  const names = Array.from({ length: 10_000 }, (_, j) => `c${j}`);
  const lines = Array.from({ length: 20 }, (_, i) => names.map((_, j) => ((i * 7 + j * 3) % 11) + 0.5).join(","));
  const path = file("wide.csv", `${names.join(",")}\n${lines.join("\n")}\n`);
  const start = performance.now();
  const { encoding, chunks } = await encode(path, "standard", "mean");
  expect(encoding.length).toBe(10_000);
  expect(chunks[0]?.encoded.length).toBe(200_000);
  // Some 5 s on two cores; the limit leaves room for a busy machine and still tells quadratic work.
  expect(performance.now() - start).toBeLessThan(40_000);
});
