import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

function run(program: string, ...words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${[program, ...words].join(" ")} failed:\n${stdout}${stderr}`);
}

/** Vitest's global setup: tests of the command line run what is built, which has to be of these sources. */
export function setup(): void {
  run("npx", "tsc", "-b");
  if (!existsSync(`${root}/packages/viewer/dist/index.html`)) run("npm", "run", "-s", "build", "-w", "packages/viewer");
  run("node", "scripts/copy-page.mjs");
}
