import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeNpy } from "../npy/npy.ts";
import { readCentroids } from "./centroid-file.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readCentroids(path);
}

const centroids = [
  [1, 2.5],
  [-3, 4e-3],
];

test.each([
  ["c.csv", "1,2.5\n-3,4e-3\n"],
  ["c.tsv", "1\t2.5\r\n-3\t4e-3\r\n\r\n"],
  ["c.json", JSON.stringify(centroids)],
  ["c.npy", writeNpy({ shape: [2, 2], data: Float64Array.from(centroids.flat()) })],
])("centroids without names are read from %s", async (name, content) => {
  expect(await read(name, content)).toEqual({ centroids });
});

test.each([
  ["named.csv", '\ufeff"a, b";c\n1;2.5\n-3;4e-3\n', ["a, b", "c"]],
  ["labelled.csv", 'cultivar,"a, b",c\nfirst,1,2.5\nsecond,-3,4e-3\n', ["a, b", "c"]],
  ["records.json", JSON.stringify(centroids.map(([a, b]) => ({ a, b }))), ["a", "b"]],
  ["named.json", JSON.stringify({ columns: ["a", "b"], centroids }), ["a", "b"]],
])("centroids with names are read from %s", async (name, content, columns) => {
  expect(await read(name, content)).toEqual({ columns, centroids });
});

test.each([
  ["a hole", "hole.csv", "a,b\n1,2\n3,\n", /row 1, column b holds ""/],
  ["text", "text.csv", "1,2\n3,x\n", /row 1, column 1 holds "x"/],
  ["NaN", "nan.json", "[[1,2],[3,null]]", /row 1, column 1 holds null/],
  [
    "infinity",
    "inf.npy",
    writeNpy({ shape: [1, 2], data: Float32Array.of(1, Number.POSITIVE_INFINITY) }),
    /row 0, column 1 holds Infinity/,
  ],
  ["overflow", "overflow.csv", "1,2\n3,1e999\n", /row 1, column 1 holds Infinity/],
  ["unequal rows", "ragged.csv", "1,2\n3\n", /row 1 has 1 entries where 2 are expected/],
  [
    "names that do not fit",
    "names.json",
    '{"columns":["a"],"centroids":[[1,2]]}',
    /row 0 has 2 entries where 1 are expected/,
  ],
  ["no rows", "none.json", "[]", /it is empty/],
  ["an empty file", "empty.csv", "", /it is empty/],
  ["a vector", "vector.npy", writeNpy({ shape: [2], data: Float32Array.of(1, 2) }), /1 dimensions, not two/],
  ["truncated JSON", "cut.json", "[[1,2", /it is not JSON/],
  ["a record without a column", "gap.json", '[{"a":1,"b":2},{"a":3}]', /row 1, column b holds nothing/],
  ["an object", "object.json", '{"x":1}', /neither an array of arrays/],
  ["another format", "centroids.pkl", "x", /"\.pkl"/],
])("%s is refused", async (_, name, content, message) => {
  await expect(read(name, content)).rejects.toMatchObject({
    code: "WRONG_CENTROIDS",
    message: expect.stringMatching(message),
  });
});
