import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { openBytes } from "./open-bytes.ts";

const folder = folderWith({
  "a.csv": "a,b\n1,2\n",
  "b.csv.gz": gzipSync("a,b\n1,2\n"),
  "torn.csv.gz": gzipSync("a,b\n").subarray(0, -9),
});
afterAll(folder.remove);
async function text(name: string, most?: number): Promise<string> {
  let found = "";
  for await (const piece of openBytes(`${folder.path}/${name}`, most)) found += piece;
  return found;
}

test("packed or not, the text comes", async () => {
  expect(await text("a.csv")).toBe("a,b\n1,2\n");
  expect(await text("a.csv", 3)).toBe("a,b");
  expect(await text("b.csv.gz")).toBe("a,b\n1,2\n");
});

test("what cannot be read or unpacked is an error of the one who reads, and no event that nobody hears", async () => {
  await expect(text("none.csv.gz")).rejects.toMatchObject({ code: "ENOENT" });
  await expect(text("torn.csv.gz")).rejects.toMatchObject({ code: "Z_BUF_ERROR" });
});
