import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { beginWholeFile } from "../files/whole-file.ts";
import { openDatabase } from "./database.ts";
import { explanationColumns, explanationWriter, formats } from "./explanation-writer.ts";
import { openTable } from "./open-table.ts";
import { shortFloat32 } from "./row-lines.ts";
import { identifier } from "./sql.ts";
import { csvWriter } from "./write-csv.ts";
import { jsonWriter } from "./write-json.ts";
import { parquetWriter } from "./write-parquet.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const strange = 'a "b",\n<img src=x onerror=alert(1)>; DROP';

async function readBack(path: string) {
  const table = await openTable(path);
  const columns = table.columns.map(({ name }) => name);
  const reader = await table.database.connection.runAndReadAll(
    `SELECT ${columns.map(identifier).join(", ")} FROM ${table.relation} ORDER BY ${identifier(table.rowColumn)}`,
  );
  const types = table.columns.map(({ type }) => type);
  await table.close();
  const rows = reader.getRows().map((row) => row.map((cell) => (typeof cell === "bigint" ? Number(cell) : cell)));
  return { columns, types, rows };
}

test.each(formats)("%s holds what was written, whatever columns and ids are called", async (format) => {
  const path = join(folder, `strange.${format}`);
  const writer = explanationWriter(path, format, explanationColumns("id", ["x", strange]));
  const values = Float32Array.of(0.1, -2.5e-30, 12345.678);
  const ids = ['he said "no"', "ü,\n", "null?"];
  writer.write(2, [ids, [0, 1, 2], [1, 0, 1], values, values, values, values]);
  writer.write(1, [ids.slice(2), [2], [1], values.slice(2), values.slice(2), values.slice(2), values.slice(2)]);
  expect(readdirSync(folder).filter((name) => name === `strange.${format}`)).toEqual([]);
  writer.close();
  const { columns, rows } = await readBack(path);
  expect(columns).toEqual([
    "id",
    "cluster",
    "runner_up",
    "evidence",
    "simplified_silhouette",
    "relevance_x",
    `relevance_${strange}`,
  ]);
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    [ids[0], 0, 1],
    [ids[1], 1, 0],
    [ids[2], 2, 1],
  ]);
  // Every float32 survives its way through text.
  expect(rows.map((row) => row.slice(3).map((cell) => Math.fround(Number(cell))))).toEqual(
    [...values].map((v) => [v, v, v, v]),
  );
});

test("Parquet has the types that were meant, in many row groups, with gaps in ids", async () => {
  const path = join(folder, "groups.parquet");
  const columns = explanationColumns(undefined, ["x"]);
  const writer = explanationWriter(path, "parquet", columns);
  const total = 300_000;
  for (let start = 0; start < total; start += 7000) {
    const count = Math.min(7000, total - start);
    const row = Float64Array.from({ length: count }, (_, i) => start + i);
    writer.write(count, [
      row,
      row.map((i) => i % 5),
      row.map((i) => i % 3),
      ...[1, 2, 3].map((f) => Float32Array.from(row, (i) => i * f)),
    ]);
  }
  writer.close();
  const { connection, close } = await openDatabase();
  const query = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const sums = `sum(row)::DOUBLE, sum(cluster)::DOUBLE, count(*) FILTER (relevance_x != (row * 3)::FLOAT)::INTEGER, count(*)::INTEGER`;
  expect(await query(`SELECT ${sums} FROM '${path}'`)).toEqual([[(total * (total - 1)) / 2, 2 * total, 0, total]]);
  expect(await query(`SELECT count(DISTINCT row_group_id)::INTEGER FROM parquet_metadata('${path}')`)).toEqual([[3]]);
  expect((await query(`SELECT type FROM parquet_schema('${path}')`)).flat()).toEqual([
    null,
    "INT64",
    "INT64",
    "INT64",
    "FLOAT",
    "FLOAT",
    "FLOAT",
  ]);
  await close();

  const gaps = join(folder, "gaps.parquet");
  const some = explanationWriter(gaps, "parquet", [{ name: "id", type: "text" }]);
  some.write(3, [["a", null, ""]]);
  some.close();
  expect((await readBack(gaps)).rows).toEqual([["a"], [null], [""]]);
});

test("an id column keeps its name unless SQL would take it for another column", () => {
  const first = (id: string) => explanationColumns(id, ["x"])[0];
  expect(first("customer")).toEqual({ name: "customer", type: "text" });
  for (const id of ["Cluster", "evidence", "RELEVANCE_x"]) expect(first(id)).toEqual({ name: "id", type: "text" });
});

test.each(formats)("%s without rows is a table without rows", async (format) => {
  const path = join(folder, `none.${format}`);
  explanationWriter(path, format, explanationColumns(undefined, [])).close();
  if (format === "json") expect(JSON.parse(readFileSync(path, "utf8"))).toEqual([]);
  else await expect(openTable(path)).rejects.toMatchObject({ code: "EMPTY_TABLE" });
});

test.each([
  ["parquet", parquetWriter],
  ["csv", csvWriter],
  ["json", jsonWriter],
] as const)("a full disk stops %s with a clear error and leaves nothing", (name, makeWriter) => {
  const place = join(folder, `full ${name}`);
  mkdirSync(place);
  let room = 1000;
  const begin = (path: string) =>
    beginWholeFile(path, (_, bytes, offset) => {
      room -= bytes.length - offset;
      if (room < 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      return bytes.length - offset;
    });
  const writer = makeWriter(join(place, "out"), [{ name: "x", type: "float" }], begin);
  const writeAll = () => {
    writer.write(1000, [new Float32Array(1000).fill(1.5)]);
    writer.close();
  };
  expect(writeAll).toThrow(
    expect.objectContaining({ code: "DISK_FULL", message: expect.stringMatching(/No space is left for .*out/) }),
  );
  expect(readdirSync(place)).toEqual([]);
});

test.each(formats)("an aborted %s leaves nothing", (format) => {
  const place = join(folder, `aborted ${format}`);
  const writer = explanationWriter(join(place, "out"), format, [{ name: "x", type: "float" }]);
  writer.write(1, [[1]]);
  writer.abort();
  // The folder was made for the file and goes with it.
  expect(existsSync(place)).toBe(false);
});

test("a float32 is written in as few digits as tell it apart", () => {
  expect([0.1, 1 / 3, 16777216, 3.4028235e38, -0.5, 0].map(shortFloat32)).toEqual([
    "0.1",
    "0.33333334",
    "16777216",
    "3.4028235e+38",
    "-0.5",
    "0",
  ]);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let i = 0; i < 50_000; i++) {
    bits[0] = Math.imul(i, 0x9e3779b9);
    const [value = 0] = float;
    if (!Number.isFinite(value)) continue;
    const text = shortFloat32(value);
    expect(Math.fround(Number(text))).toBe(value);
    const digits = text.replace(/e.*/, "").replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
    expect(digits.length).toBeLessThanOrEqual(9);
  }
});
