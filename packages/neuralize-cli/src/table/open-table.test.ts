import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { openTable } from "./open-table.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function shapeOf(path: string, where?: string) {
  const table = await openTable(path, where === undefined ? {} : { where });
  await table.close();
  const { columns, rows, fileRows, notes } = table;
  return { columns: columns.map(({ name, kind }) => `${name}: ${kind}`), rows, fileRows, notes };
}

test("a CSV file has named and typed columns", async () => {
  const path = file("plain.csv", "a,when,yes,what\n1,2020-01-02,true,x\n2.5,2021-03-04,false,y\n");
  expect(await shapeOf(path)).toEqual({
    columns: ["a: number", "when: date", "yes: boolean", "what: text"],
    rows: 2,
    fileRows: 2,
    notes: [],
  });
});

test("semicolons, decimal commas, a byte order mark and gzip are recognised", async () => {
  const text = "\ufeffweight, kg;height, cm\n1,5;2\n2,25;3\n";
  const expected = { columns: ["weight, kg: number", "height, cm: number"], rows: 2 };
  expect(await shapeOf(file("comma.csv", text))).toMatchObject(expected);
  const zipped = await shapeOf(file("comma.csv.gz", gzipSync(text)));
  expect(zipped).toMatchObject(expected);
  expect(zipped.notes).toEqual(["Cells are separated by semicolons.", "Numbers have a decimal comma."]);
});

test("tabs separate cells that contain commas", async () => {
  expect((await shapeOf(file("tabs.tsv", "a\tb\n1,2\t3\n"))).columns).toEqual(
    ["a: number", "b: number"].with(0, "a: number"),
  );
});

test("lines of numbers have no header, but a run from 0 is one", async () => {
  const bare = await shapeOf(file("bare.csv", "5.1,3.5\n4.9,3.0\n"));
  expect(bare.rows).toBe(2);
  expect(bare.notes[0]).toMatch(/first line holds numbers only.*column0, column1/);
  expect(await shapeOf(file("run.csv", "0,1\n4.9,3.0\n"))).toMatchObject({
    columns: ["0: number", "1: number"],
    rows: 1,
  });
});

test("repeated and empty names are replaced, and a note says so", async () => {
  const { columns, notes } = await shapeOf(file("names.csv", "a,a,\n1,2,3\n"));
  expect(new Set(columns).size).toBe(3);
  expect(notes.join(" ")).toMatch(/Column 2 repeats the name "a".*Column 3 has no name/);
});

test("names that are all missing are no row", async () => {
  const { columns, rows } = await shapeOf(file("nameless.csv", ", \n1,2\n3,4\n"));
  expect({ columns, rows }).toEqual({ columns: ["column0: number", "column1: number"], rows: 2 });
});

test("a text in a filter is no call", async () => {
  expect((await shapeOf(file("text.csv", "a\nrandom()\nx\n"), "a = 'random()'")).rows).toBe(1);
});

test("a type that later rows contradict gives way", async () => {
  const path = file("late.csv", `a,b\n${"1,2\n".repeat(30_000)}x,3\n`);
  expect(await shapeOf(path)).toMatchObject({ columns: ["a: text", "b: number"], rows: 30_001 });
});

test("JSON arrays of objects and lines of objects are tables", async () => {
  const expected = { columns: ["a: number", "b: text"], rows: 2 };
  expect(await shapeOf(file("rows.json", '[{"a":1,"b":"x"},{"a":2.5,"b":null}]'))).toMatchObject(expected);
  expect(await shapeOf(file("rows.jsonl", '{"a":1,"b":"x"}\n{"a":2.5,"b":null}\n'))).toMatchObject(expected);
});

test("a Parquet file is read in place, whatever its name and its columns' names are", async () => {
  const path = join(folder, "it's [1]*.parquet");
  const database = await openDatabase();
  await database.connection.run(
    `COPY (SELECT i AS "a""b", i AS "row" FROM range(5) t(i)) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`,
  );
  await database.close();
  const table = await openTable(path, { where: '"a""b" >= 3' });
  expect(table.columns.map(({ name }) => name)).toEqual(['a"b', "row"]);
  expect([table.rows, table.fileRows]).toEqual([2, 5]);
  const reader = await table.database.connection.runAndReadAll(`SELECT "${table.rowColumn}" FROM ${table.relation}`);
  expect(reader.getRows().map(([row]) => Number(row))).toEqual([3, 4]);
  await table.close();
});

test.each(["rowid", "ROWID", "file_row_number", "row"])(
  "a column may be called %s, and rows keep their numbers",
  async (name) => {
    const csv = file("numbered.csv", `${name},_rowid,b\n30,7,1\n10,8,2\n20,9,4\n`);
    const parquet = join(folder, "numbered.parquet");
    const database = await openDatabase();
    await database.connection.run(`COPY (FROM read_csv('${csv}')) TO '${parquet}' (FORMAT parquet)`);
    await database.close();
    for (const path of [csv, parquet]) {
      const table = await openTable(path, { where: `${name} < 25` });
      expect(table.columns.map((column) => column.name)).toEqual([name, "_rowid", "b"]);
      const { connection } = table.database;
      const reader = await connection.runAndReadAll(`SELECT "${table.rowColumn}", "${name}" FROM ${table.relation}`);
      expect(reader.getRows().map((row) => row.map(Number))).toEqual([
        [1, 10],
        [2, 20],
      ]);
      await table.close();
    }
  },
);

test("a filter selects rows, keeps their numbers, and cannot reach other files", async () => {
  const path = file("filter.csv", "a\n1\n2\n3\n");
  const table = await openTable(path, { where: "a > 1 -- the larger ones" });
  const reader = await table.database.connection.runAndReadAll(`SELECT "${table.rowColumn}" FROM ${table.relation}`);
  expect(reader.getRows().map(([row]) => Number(row))).toEqual([1, 2]);
  expect(table.notes.at(-1)).toBe("2 of 3 rows pass the filter a > 1 -- the larger ones.");
  await table.close();
  const outside = `a > (SELECT count(*) FROM read_text('${file("secret.txt", "secret")}'))`;
  await expect(openTable(path, { where: outside })).rejects.toMatchObject({ code: "WRONG_FILTER" });
});

test.each([
  [
    "a filter on a column that is not there, in one line",
    "ok.csv",
    "height\n1\n",
    'lower("Hieght") = 1',
    "NO_SUCH_COLUMN",
    /^--where lower\("Hieght"\) = 1: ok.csv has no column "Hieght"\. Did you mean "height"\?$/,
  ],
  [
    "a filter on a column like no other",
    "ok.csv",
    "a\n1\n",
    "zz = 1",
    "NO_SUCH_COLUMN",
    /has no column "zz"\. Its columns are a\.$/,
  ],
  ["a filter that is no condition", "ok.csv", "a\n1\n", "a =", "WRONG_FILTER", /syntax error/],
  ["an empty filter", "ok.csv", "a\n1\n", " ", "WRONG_FILTER", /it is empty/],
  [
    "a filter that writes a file",
    "ok.csv",
    "a\n1\n",
    `1=1; COPY (SELECT 1) TO '${join(folder, "written.csv")}'`,
    "WRONG_FILTER",
    /more than one condition/,
  ],
  [
    "a filter that leaves its brackets",
    "ok.csv",
    "a\n1\n",
    "1=1); DELETE FROM data; SELECT (1",
    "WRONG_FILTER",
    /syntax/,
  ],
  ["a filter that closes and opens brackets", "ok.csv", "a\n1\n", "a > 0) OR (1=1", "WRONG_FILTER", /syntax error/],
  ["a filter with a further clause", "ok.csv", "a\n1\n", "a > 0 ORDER BY a", "WRONG_FILTER", /syntax error/],
  [
    "a filter that answers differently each time",
    "ok.csv",
    "a\n1\n",
    "a = 1 AND RANDOM () < 2",
    "WRONG_FILTER",
    /random\(\) answers differently/,
  ],
  ["a filter that nothing passes", "ok.csv", "a\n1\n", "a > 1", "EMPTY_TABLE", /None of the 1 row of ok.csv passes/],
  ["an empty file", "empty.csv", "", undefined, "EMPTY_TABLE", /empty.csv is empty/],
  ["blank lines only", "blank.csv", "\n\n", undefined, "EMPTY_TABLE", /is empty/],
  ["a header without rows", "header.csv", "a,b\n", undefined, "EMPTY_TABLE", /has no rows/],
  [
    "too few cells",
    "short.csv",
    "a,b,c\n1,2,3\n4,5\n",
    undefined,
    "RAGGED_TABLE",
    /line 3: 2 cells where the first line has 3/,
  ],
  ["too many cells", "long.csv", "a,b,c\n1,2,3,4\n", undefined, "RAGGED_TABLE", /line 2: 4 cells/],
  ["ragged lines far down", "deep.csv", `a,b\n${"1,2\n".repeat(50_000)}3\n`, undefined, "RAGGED_TABLE", /line 50002/],
  [
    "an open quote in the first line",
    "quote1.csv",
    '"a\n1,2\n3,4\n',
    undefined,
    "RAGGED_TABLE",
    /line 1: a quote that/,
  ],
  [
    "line ends of two kinds",
    "ends.csv",
    "a,b\r\n1,2\n3,4\r5,6\n",
    undefined,
    "RAGGED_TABLE",
    /line 3: a carriage return/,
  ],
  [
    "text behind a quote",
    "behind.csv",
    'a,"b"x\n1,2\n',
    undefined,
    "RAGGED_TABLE",
    /line 1: a quote that is not closed/,
  ],
  ["an open quote", "quote.csv", 'a,b\n1,"2\n3,4\n', undefined, "RAGGED_TABLE", /line 2: a quote that is not closed/],
  [
    "an unknown delimiter",
    "colon.csv",
    "a:b\n1:2\n3:4\n",
    undefined,
    "WRONG_DELIMITER",
    /one column, "a:b", and it contains ":"/,
  ],
  ["spaces as delimiter", "space.csv", "a b\n1 2\n3 4\n", undefined, "WRONG_DELIMITER", /contains spaces/],
  ["quotes around whole lines", "lines.csv", '"a,b"\n"1,2"\n', undefined, "WRONG_DELIMITER", /"a,b".*","/],
  [
    "Latin-1",
    "latin.csv",
    Buffer.from("a,b\n1,café\n", "latin1"),
    undefined,
    "WRONG_ENCODING",
    /line 2, byte 0xe9.*ISO-8859-1.*iconv/,
  ],
  [
    "Latin-1 far down",
    "latin2.csv",
    Buffer.from(`a,b\n${"1,2\n".repeat(80_000)}1,café\n`, "latin1"),
    undefined,
    "WRONG_ENCODING",
    /ISO-8859-1/,
  ],
  ["UTF-16", "wide.csv", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), undefined, "WRONG_ENCODING", /UTF-16LE/],
  ["a binary file", "binary.csv", new Uint8Array([1, 2, 3, 0, 5, 6, 7, 8]), undefined, "NOT_A_TABLE", /zero byte at 3/],
  ["text that is not gzip", "fake.csv.gz", "a,b\n", undefined, "NOT_A_TABLE", /gzip/],
  ["truncated Parquet", "cut.parquet", "PAR1 and no more", undefined, "NOT_A_TABLE", /end is missing/],
  [
    "damaged Parquet",
    "bad.parquet",
    "PAR1xxxxxxxxxxPAR1",
    undefined,
    "CANNOT_READ",
    /^Cannot read bad.parquet: [^\n]+$/,
  ],
  ["CSV called Parquet", "csv.parquet", "a,b\n1,2\n", undefined, "NOT_A_TABLE", /does not begin like one/],
  ["truncated JSON", "cut.json", '[{"a":1', undefined, "CANNOT_READ", /^Cannot read cut.json: [^\n]+$/],
  ["a JSON list of numbers", "list.json", "[1,2]", undefined, "NOT_A_TABLE", /array of objects/],
  ["JSON by column", "wide.json", '{"a":[1,2],"b":[3,4]}', undefined, "NOT_A_TABLE", /lists by column/],
  ["another kind of file", "notes.docx", "x", undefined, "UNKNOWN_TABLE_FORMAT", /"\.docx".*\.parquet/],
])("%s is refused", async (_, name, content, where, code, message) => {
  const error = openTable(file(name, content), where === undefined ? {} : { where });
  await expect(error).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test.skipIf(process.platform === "win32")("a pipe is refused, and does not wait", async () => {
  spawnSync("mkfifo", [join(folder, "pipe.csv")]);
  await expect(openTable(join(folder, "pipe.csv"))).rejects.toMatchObject({ code: "CANNOT_OPEN" });
});

test("a missing file and a folder are refused", async () => {
  await expect(openTable(join(folder, "none.csv"))).rejects.toMatchObject({ code: "CANNOT_OPEN" });
  await expect(openTable(folder)).rejects.toThrow(/it is a folder/);
});
