import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type ColumnOptions, chooseColumns } from "./choose-columns.ts";
import { openTable } from "./open-table.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fixture = (name: string) => new URL(`../../../../test/fixtures/${name}.csv`, import.meta.url).pathname;

async function choose(path: string, options: ColumnOptions = {}) {
  const table = await openTable(path);
  try {
    const { columns, notes } = await chooseColumns(table, options);
    return { columns: columns.map(({ name, kind }) => `${name}: ${kind}`), notes };
  } finally {
    await table.close();
  }
}

/** 40 rows; `cell` makes the cells of row i. */
function table(header: string, cell: (i: number) => string): string {
  const path = join(folder, `${header.replaceAll(/\W/g, "-")}.csv`);
  writeFileSync(path, `${header}\n${Array.from({ length: 40 }, (_, i) => `${cell(i)}\n`).join("")}`);
  return path;
}

test("text with few values is a category, numbers and dates stay what they are", async () => {
  expect((await choose(fixture("penguins"))).columns).toEqual([
    "Species: category",
    "Island: category",
    "Beak Length (mm): number",
    "Beak Depth (mm): number",
    "Flipper Length (mm): number",
    "Body Mass (g): number",
    "Sex: category",
  ]);
  const path = table("day,open,x", (i) => `2020-01-${10 + (i % 20)},${i % 2 === 0},${i / 7}`);
  expect((await choose(path)).columns).toEqual(["day: date", "open: category", "x: number"]);
});

test("numbers that are codes are categories when asked for, and suspected when not", async () => {
  const options = { categorical: ["Channel", "Region"] };
  expect((await choose(fixture("wholesale_customers"), options)).columns.slice(0, 3)).toEqual([
    "Channel: category",
    "Region: category",
    "Fresh: number",
  ]);
  expect((await choose(fixture("wholesale_customers"))).notes.join(" ")).toMatch(/--categorical Channel,Region/);
});

test("held-out and excluded columns take no part", async () => {
  const { columns } = await choose(fixture("iris"), { label: "target", exclude: ["petal_width_cm"] });
  expect(columns).toEqual(["sepal_length_cm: number", "sepal_width_cm: number", "petal_length_cm: number"]);
});

test("identifiers and free text are left out, each with its reason", async () => {
  const cells = (i: number) => `${900 + i},${i}@example.org,${i} street,remark ${i % 25},${i * 1.5}`;
  const { columns, notes } = await choose(table("customer_id,email,address,remark,x", cells));
  expect(columns).toEqual(["x: number"]);
  expect(notes).toEqual([
    "Left out customer_id: it looks like an identifier (its name says so and every value is different); --id customer_id calls the rows by it.",
    "Left out email, address: they look like identifiers or free text: nearly every value is different.",
    expect.stringMatching(/^Left out remark: it looks like free text: 25 different values/),
  ]);
});

test("a run of row numbers is left out, a run of years is not", async () => {
  const { columns } = await choose(table("position,year,humid", (i) => `${i + 1},${1980 + i},${i * 3}`));
  expect(columns).toEqual(["year: number", "humid: number"]);
});

test("columns asked for by name are taken whatever they look like", async () => {
  const path = table("id,name,x", (i) => `${i},name ${i},${i * 1.5}`);
  expect((await choose(path, { columns: ["id", "name"] })).columns).toEqual(["id: number", "name: category"]);
});

test("constant columns stay with a note, empty ones go", async () => {
  const { columns, notes } = await choose(table("same,none,x", (i) => `7,,${i * 1.5}`));
  expect(columns).toEqual(["same: number", "x: number"]);
  expect(notes).toEqual(["Left out none: it is empty.", "same is constant and cannot tell clusters apart."]);
});

test("a mistyped name suggests the nearest one", async () => {
  const message = '--exclude: iris.csv has no column "petal_widht_cm". Did you mean "petal_width_cm"?';
  await expect(choose(fixture("iris"), { exclude: ["petal_widht_cm"] })).rejects.toThrow(message);
  await expect(choose(fixture("iris"), { columns: ["zzz"] })).rejects.toThrow(
    /no column "zzz"\. Its columns are sepal_length_cm, /,
  );
});

test("a column that cannot take part, and a table without any that can, are refused", async () => {
  const path = table("id,none", (i) => `${i},`);
  await expect(choose(path, { columns: ["none"] })).rejects.toMatchObject({ code: "UNUSABLE_COLUMN" });
  await expect(choose(path)).rejects.toMatchObject({
    code: "NO_COLUMNS_LEFT",
    message: expect.stringMatching(/id.*none/),
  });
});
