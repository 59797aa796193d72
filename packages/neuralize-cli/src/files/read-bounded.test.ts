import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { readBounded } from "./read-bounded.ts";

const folder = folderWith({ "three.bin": Uint8Array.of(1, 2, 3), "empty.bin": "" });
afterAll(folder.remove);
const read = (path: string) => readBounded(join(folder.path, path), 3, (size) => new RangeError(`${size}`));

test("a file of at most the limit comes whole", async () => {
  expect([...(await read("three.bin"))]).toEqual([1, 2, 3]);
  expect([...(await read("empty.bin"))]).toEqual([]);
  writeFileSync(join(folder.path, "four.bin"), new Uint8Array(4));
  await expect(read("four.bin")).rejects.toThrow(new RangeError("4"));
});

test("folders and missing files are refused in words", async () => {
  await expect(read(".")).rejects.toMatchObject({ code: "CANNOT_OPEN", message: expect.stringContaining("folder") });
  await expect(read("none")).rejects.toMatchObject({ code: "CANNOT_OPEN" });
  await expect(read("no\nne")).rejects.toThrow(/no\uFFFDne: there is no such file/);
});

test.skipIf(process.platform === "win32")("a pipe, which nobody may ever write into, is refused at once", async () => {
  spawnSync("mkfifo", [join(folder.path, "pipe")]);
  await expect(read("pipe")).rejects.toMatchObject({ code: "CANNOT_OPEN", message: expect.stringContaining("plain") });
  await expect(read("/dev/zero")).rejects.toMatchObject({ code: "CANNOT_OPEN" });
});

// The kernel's own files say that they have 4096 bytes, and have fewer.
const shorter = "/sys/kernel/mm/transparent_hugepage/enabled";
test.skipIf(!existsSync(shorter))("a file that ends before its size is refused", async () => {
  const reading = readBounded(shorter, 2 ** 20, () => new RangeError());
  await expect(reading).rejects.toMatchObject({ code: "CANNOT_OPEN", message: expect.stringContaining("shorter") });
});
