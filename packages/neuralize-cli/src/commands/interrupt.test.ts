import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ended, fixture, folderWith, runCommand, startCommand } from "../../../../test/support/run-command.ts";

const rows = Array.from({ length: 300_000 }, (_, i) => `${(i * 7919) % 1009},${(i * 104_729) % 997},${i % 13}`);
const folder = folderWith({ "long.csv": `a,b,c\n${rows.join("\n")}\n` });
afterAll(folder.remove);

// The runtime leaves files of its own there.
const ours = (temporary: string) => readdirSync(temporary).filter((name) => name.startsWith("neuralize-"));

test.skipIf(process.platform === "win32")("Ctrl-C while rows are written leaves nothing behind", async () => {
  const out = join(folder.path, "out");
  const temporary = join(folder.path, "temporary");
  mkdirSync(out);
  mkdirSync(temporary);
  const began = new Promise<void>((resolve) => {
    const watcher = watch(out, (_, name) => {
      if (name?.endsWith(".partial") !== true) return;
      // The probe of the folder comes and goes before there is any database.
      if (ours(temporary).length === 0) return;
      watcher.close();
      resolve();
    });
  });
  const child = startCommand(
    ["explain", "long.csv", "-k", "3", "--restarts", "1", "--format", "csv", "-o", "out"],
    folder.path,
    { TMPDIR: temporary },
  );
  const end = ended(child);
  await began;
  child.kill("SIGINT");
  expect(await end).toEqual({ code: null, signal: "SIGINT", stdout: "", stderr: "" });
  expect(readdirSync(out)).toEqual([]);
  expect(ours(temporary)).toEqual([]);
});

// A file system of 64 kB, where mounting one is allowed: less than the report takes.
const full = join(folder.path, "full");
mkdirSync(full);
const mounted =
  process.platform === "linux" && spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", full]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [full]);
});

test.skipIf(!mounted)("a full disk is told, and neither half a file nor half of the files is left", async () => {
  const { code, stderr, stdout } = await runCommand(
    ["explain", fixture("wine.csv"), "-k", "3", "-o", full],
    folder.path,
  );
  expect(stderr).toMatch(/^neuralize: No space is left for .*report\.html; nothing of it was kept\..*\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(readdirSync(full)).toEqual([]);
});
