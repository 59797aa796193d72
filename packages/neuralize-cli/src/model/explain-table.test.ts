import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { runInProcess } from "../../../../test/support/run-in-process.ts";

const folder = folderWith({ "t.csv": "a,b\n1,\n1,2\n3,4\n-9e60,1\n", "c.csv": "a,b\n0,0\n1,1\n" });
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);

test("a row that is too far for its distances is named by its number in the file, where others are left out", async () => {
  const words = ["explain", at("t.csv"), "--centroids", at("c.csv"), "--scale", "none", "--missing", "drop"];
  const given = await runInProcess([...words, "--beta", "1", "-o", at("out")]);
  expect(given.stderr).toMatch(/^neuralize: t\.csv: row 3 \(from 0\) lies so far from all centroids/);
  expect(given).toMatchObject({ code: 1, stdout: "" });
  const measured = await runInProcess([...words, "-o", at("out")]);
  expect(measured.stderr).toMatch(/^neuralize: t\.csv: a row lies so far/);
});
