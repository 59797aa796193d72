import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fixture, folderWith, runCommand } from "../../../../test/support/run-command.ts";
import { runBuiltInProcess } from "../../../../test/support/run-in-process.ts";

const folder = folderWith({
  "small.csv": "alpha,beta\n1,2\n3,4\n5,6\n",
  "single.csv": "a,b\n1,2\n",
  "nan.csv": "a,b\n1,2\n2,NaN\n3,3\n",
  "inf.csv": "a,b\n1,2\n2,5\n-inf,3\n",
  "empty.csv": "",
  "header.csv": "a,b\n",
  "ragged.csv": "a,b\n1,2\n3\n5,6\n",
  "delimiter.csv": "a:b\n1:2\n3:4\n",
  "latin.csv": Buffer.from("n\xe9,b\n1,2\n3,4\n", "latin1"),
  "huge.csv": "a,b\n1e30,2e30\n-3e30,4e29\n5e30,6e30\n1e29,-2e30\n",
  "truncated.json": '{"format":"neuralize-kmeans","ver',
  "random.json": Uint8Array.from({ length: 200 }, (_, i) => (i * 167 + 91) % 256),
});
afterAll(folder.remove);

const model = {
  format: "neuralize-kmeans",
  version: 1,
  columns: [
    { name: "gamma", kind: "number", offset: 0, scale: 1, fill: null },
    { name: "alpha", kind: "number", offset: 0, scale: 1, fill: null },
  ],
  scaling: "none",
  centroids: [
    [0, 0],
    [1, 1],
  ],
  beta: 1,
  clusters: [0, 1].map((cluster) => ({ cluster, name: `cluster ${cluster}`, size: 1 })),
};
const models = folderWith({ "model.json": JSON.stringify(model) });
afterAll(models.remove);

const small = ["explain", "small.csv"];
const k2 = ["-k", "2"];

// [what, words, exit code, what stderr says]
const refused: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ["one cluster", [...small, "-k", "1"], 1, /at least two/],
  ["more clusters than rows", [...small, "-k", "4"], 1, /4 clusters need 4 different rows, but there are only 3/],
  ["single row", ["explain", "single.csv", ...k2], 1, /there is only 1/],
  ["NaN", ["explain", "nan.csv", ...k2], 1, /column "b" holds NaN in row 1/],
  ["-Infinity", ["explain", "inf.csv", ...k2], 1, /column "a" holds -Infinity in row 2/],
  ["empty file", ["explain", "empty.csv", ...k2], 1, /empty.csv is empty/],
  ["header only", ["explain", "header.csv", ...k2], 1, /has no rows/],
  ["ragged", ["explain", "ragged.csv", ...k2], 1, /ragged.csv, line 3: 1 cell where/],
  ["wrong delimiter", ["explain", "delimiter.csv", ...k2], 1, /delimiter.csv has/],
  ["wrong encoding", ["explain", "latin.csv", ...k2], 1, /not UTF-8 .*iconv/],
  ["beyond float32", ["explain", "huge.csv", ...k2, "--scale", "none"], 1, /evidence of row 0 .* float32 .*--scale/],
  ["missing columns", [...small, "--model", join(models.path, "model.json")], 1, /lacks columns? gamma that the model/],
  ["truncated model", [...small, "--model", "truncated.json"], 1, /truncated.json: it is not JSON/],
  ["random model", ["compile", "random.json"], 1, /random.json: it is not JSON/],
  ["no such file", ["explain", "none.csv", ...k2], 1, /Cannot open none.csv: there is no such file/],
  ["column", [...small, ...k2, "--columns", "alpa"], 1, /no column "alpa"\. Did you mean "alpha"\?/],
  ["filter", [...small, ...k2, "--where", "alpa > 1"], 1, /--where alpa > 1: .*Did you mean "alpha"\?/],
  ["option", [...small, ...k2, "--colums", "alpha"], 2, /Did you mean --columns\?/],
  ["command", ["explian", "small.csv"], 2, /Did you mean explain\?/],
  ["stiffness", [...small, ...k2, "--beta", "soft"], 2, /a number of at least 0, auto or inf/],
  // The table does not exist: a contradiction is told before it is looked for.
  ["no clustering", ["explain", "none.csv"], 2, /Say which clustering/],
  ["two clusterings", ["explain", "none.csv", ...k2, "--model", "m.json"], 2, /-k and --model name different/],
  ["scaling of a model", ["explain", "none.csv", "--model", "m.json", "--scale", "none"], 2, /--scale belongs to/],
  ["space of centroids", ["explain", "none.csv", "--centroids", "c.csv"], 2, /in which space/],
  ["both in and out", ["explain", "none.csv", ...k2, "--columns", "a", "--label", "a"], 2, /both name "a"/],
  ["label beside clusters", ["explain", "none.csv", "--clusters", "a", "--label", "b"], 2, /--clusters is compared/],
  ["competitor", ["explain", "none.csv", ...k2, "--against", "2"], 2, /no cluster 2; .* from 0 to 1/],
  ["against itself", ["explain", "none.csv", ...k2, "--target", "1", "--against", "1"], 2, /itself alone/],
  ["k of fit", ["fit", "none.csv"], 2, /Say how many clusters/],
];

test.each(refused)("refused, and nothing is written: %s", async (what, words, code, says) => {
  const out = `out ${what}`;
  const result = await runBuiltInProcess([...words, "-o", out], folder.path);
  expect(result.stderr).toMatch(says);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result).toMatchObject({ code, stdout: "" });
  expect(existsSync(join(folder.path, out))).toBe(false);
});

// The rest is in the process of the tests.
test.each([
  ["a failure", ["explain", "nan.csv", ...k2], 1, /^neuralize: .*holds NaN/],
  ["a mistyped option", [...small, ...k2, "--colums", "alpha"], 2, /Did you mean --columns\?/],
])("as a process: %s", async (_, words, code, says) => {
  const result = await runCommand([...words, "-o", "process"], folder.path);
  expect(result.stderr).toMatch(says);
  expect(result).toMatchObject({ code, stdout: "" });
  expect(existsSync(join(folder.path, "process"))).toBe(false);
});

test.skipIf(process.platform !== "linux")("an unwritable output is told before the table is read", async () => {
  for (const [out, reason] of [
    ["/proc/neuralize", "there is no such file or folder"],
    ["small.csv", "a part of the path is not a folder"],
  ] as const) {
    const { code, stderr } = await runBuiltInProcess(["explain", "none.csv", ...k2, "-o", out], folder.path);
    expect(stderr).toContain(`Cannot write ${out}/explanations.parquet: ${reason}.`);
    expect(code).toBe(1);
  }
  const { stderr } = await runBuiltInProcess(["fit", "none.csv", ...k2, "-o", "."], folder.path);
  expect(stderr).toContain("Cannot write .: it is a folder.");
});

test.skipIf(!existsSync("/dev/full"))("a full disk behind stdout and a closed pipe leave no trace", async () => {
  const main = fixture("../../packages/neuralize-cli/dist/main.js");
  const shell = (script: string) =>
    spawnSync("bash", ["-c", script, main, process.execPath], { cwd: folder.path, encoding: "utf8" });
  const explainJson = '"$1" "$0" explain small.csv -k 2 --json';
  const full = shell(`${explainJson} -o full >/dev/full`);
  expect(full.stderr).toMatch(/^neuralize: No space is left for standard output;.*\n$/);
  expect(full.status).toBe(1);
  const closed = shell(`${explainJson} -o closed | true; exit "\${PIPESTATUS[0]}"`);
  expect(closed).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(join(folder.path, "closed"))).toHaveLength(5);
});

test("help of every command has an example", async () => {
  for (const command of ["explain", "fit", "compile", "inspect", "verify"]) {
    const { code, stdout } = await runBuiltInProcess([command, "--help"], folder.path);
    expect(stdout).toMatch(new RegExp(`\\nExamples?:\\n {2}neuralize ${command} `));
    expect(code).toBe(0);
  }
});
