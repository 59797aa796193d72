import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { beginWholeFile, writeWholeFile } from "./whole-file.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function emptyFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

test("a file appears complete, in a folder made for it, and replaces an older one only then", () => {
  const path = join(folder, "new", "deep", "file.txt");
  writeWholeFile(path, "old");
  const file = beginWholeFile(path);
  file.write(new TextEncoder().encode("ne"));
  file.write(new TextEncoder().encode("w"));
  expect(readFileSync(path, "utf8")).toBe("old");
  file.commit();
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(join(folder, "new", "deep"))).toEqual(["file.txt"]);
});

test("a discarded file leaves nothing", () => {
  const place = emptyFolder("discarded");
  const file = beginWholeFile(join(place, "file.txt"));
  file.write(new Uint8Array(10));
  expect(readdirSync(place)).toHaveLength(1);
  file.discard();
  expect(readdirSync(place)).toEqual([]);
});

test("short writes are continued", () => {
  const path = join(folder, "short.bin");
  const written: number[] = [];
  const file = beginWholeFile(path, (_, bytes, offset) => {
    written.push(...bytes.subarray(offset, offset + 3));
    return Math.min(3, bytes.length - offset);
  });
  file.write(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  file.discard();
  expect(written).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("on a full disk nothing half-written remains", () => {
  const place = emptyFolder("full");
  const file = beginWholeFile(join(place, "file.txt"), () => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  expect(() => file.write(new Uint8Array(10))).toThrow(expect.objectContaining({ code: "DISK_FULL" }));
  expect(readdirSync(place)).toEqual([]);
});

test("a path that cannot be written is refused in words", () => {
  const occupied = join(folder, "occupied");
  writeFileSync(occupied, "");
  expect(() => writeWholeFile(join(occupied, "file.txt"), "x")).toThrow(
    expect.objectContaining({ code: "CANNOT_WRITE", message: expect.stringMatching(/^Cannot write .*occupied/) }),
  );
  const place = emptyFolder("taken");
  mkdirSync(join(place, "file.txt"));
  expect(() => writeWholeFile(join(place, "file.txt"), "x")).toThrow(expect.objectContaining({ code: "CANNOT_WRITE" }));
  expect(readdirSync(place)).toEqual(["file.txt"]);
});

test.each([
  ["Ctrl-C", "SIGINT", "setInterval(() => {}, 1000); console.log('ready');"],
  ["a termination", "SIGTERM", "setInterval(() => {}, 1000); console.log('ready');"],
  ["an error that nobody catches", null, "throw new Error('unforeseen');"],
] as const)("%s removes unfinished files and folders", async (_, signal, ending) => {
  const place = emptyFolder(`ended by ${signal}`);
  const bundle = join(folder, `${signal}.mjs`);
  await build({
    stdin: {
      contents: `import { beginWholeFile } from "./whole-file.ts";
        import { temporaryFolder } from "./temporary-folder.ts";
        beginWholeFile(${JSON.stringify(join(place, "file.txt"))}).write(new Uint8Array(1000));
        temporaryFolder();
        ${ending}`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    alias: { neuralize: fileURLToPath(new URL("../../../neuralize/src/index.ts", import.meta.url)) },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bundle,
  });
  const temporary = emptyFolder(`temporary of ${signal}`);
  const child = spawn(process.execPath, [bundle], { env: { ...process.env, TMPDIR: temporary, TEMP: temporary } });
  const ended = once(child, "exit");
  if (signal !== null) {
    await once(child.stdout, "data");
    expect(readdirSync(place)).toHaveLength(1);
    expect(readdirSync(temporary)).toHaveLength(1);
    child.kill(signal);
  }
  const [code, endedBy] = await ended;
  expect([code, endedBy]).toEqual(signal === null ? [1, null] : [null, signal]);
  expect([...readdirSync(place), ...readdirSync(temporary)]).toEqual([]);
});
