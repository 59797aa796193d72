import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { externalDataIn } from "./external-data.ts";

const folder = folderWith({ "w.bin": Uint8Array.from({ length: 100 }, (_, i) => i), "outside.bin": "secret" });
afterAll(folder.remove);
const inner = join(folder.path, "model");
mkdirSync(join(inner, "below"), { recursive: true });
writeFileSync(
  join(inner, "w.bin"),
  Uint8Array.from({ length: 100 }, (_, i) => i),
);

test("a part of a file comes as it is, to the end where no length is given", () => {
  const read = externalDataIn(inner);
  expect([...read("w.bin", 3, 4)]).toEqual([3, 4, 5, 6]);
  expect([...read("below/../w.bin", 98, undefined)]).toEqual([98, 99]);
});

test.each([
  ["w.bin", 90, 11, "EXTERNAL_DATA_SHORT"],
  ["w.bin", 101, undefined, "EXTERNAL_DATA_SHORT"],
  ["../outside.bin", 0, 1, "EXTERNAL_DATA_OUTSIDE"],
  [".", 0, 1, "EXTERNAL_DATA_OUTSIDE"],
  ["below", 0, 1, "CANNOT_OPEN"],
  ["none.bin", 0, 1, "CANNOT_OPEN"],
  ["w.bin\0", 0, 1, "CANNOT_OPEN"],
])("%j from %i, %j bytes: %s", (location, offset, length, code) => {
  expect(() => externalDataIn(inner)(location, offset, length)).toThrow(expect.objectContaining({ code }));
});

test.skipIf(process.platform === "win32")("links are followed inside the folder only", () => {
  symlinkSync(join(folder.path, "outside.bin"), join(inner, "link.bin"));
  symlinkSync(folder.path, join(inner, "up"));
  symlinkSync("w.bin", join(inner, "fine.bin"));
  const read = externalDataIn(inner);
  for (const location of ["link.bin", "up/outside.bin"])
    expect(() => read(location, 0, 1)).toThrow(expect.objectContaining({ code: "EXTERNAL_DATA_OUTSIDE" }));
  expect([...read("fine.bin", 1, 2)]).toEqual([1, 2]);
});

test.skipIf(process.platform === "win32")("a pipe is refused, and does not wait", () => {
  spawnSync("mkfifo", [join(inner, "pipe")]);
  expect(() => externalDataIn(inner)("pipe", 0, 1)).toThrow(expect.objectContaining({ code: "CANNOT_OPEN" }));
});

test("tensors of the same bytes share them; a file is not read over and over", () => {
  const read = externalDataIn(inner);
  const whole = read("w.bin", 0, 100);
  for (let i = 0; i < 1000; i++) expect(read("w.bin", 0, 100)).toBe(whole);
  expect(read("w.bin", 1, 99)).toHaveLength(99);
  expect(() => read("w.bin", 2, 98)).toThrow(expect.objectContaining({ code: "EXTERNAL_DATA_REPEATED" }));
});

test("no more is read than there is memory for", () => {
  const read = externalDataIn(inner, 60);
  read("w.bin", 0, 50);
  expect(() => read("w.bin", 50, 50)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
});

test.skipIf(!existsSync("/etc/hostname"))("a model may lie in the root", () => {
  expect(externalDataIn("/")("etc/hostname", 0, undefined).length).toBeGreaterThan(0);
  expect(() => externalDataIn("/")(".", 0, 1)).toThrow(expect.objectContaining({ code: "EXTERNAL_DATA_OUTSIDE" }));
});

const shorter = "/sys/kernel/mm/transparent_hugepage/enabled";
test.skipIf(!existsSync(shorter))("a file that ends before its size is refused, and does not loop", () => {
  const read = () => externalDataIn("/sys/kernel/mm")("transparent_hugepage/enabled", 0, undefined);
  expect(read).toThrow(expect.objectContaining({ code: "CANNOT_OPEN" }));
});
