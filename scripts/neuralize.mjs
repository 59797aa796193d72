// Runs the command line of this checkout, building it first when a source is newer than the last build.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "packages/neuralize-cli/dist/report/page.html");
const sources = ["packages/neuralize/src", "packages/neuralize-cli/src", "packages/viewer/src"];

const timeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const newest = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, timeOf(join(entry.parentPath ?? entry.path, entry.name))), 0);

if (Math.max(...sources.map(newest)) > timeOf(built)) {
  // To stderr: stdout belongs to the command.
  const build = spawnSync("npm", ["run", "-s", "build"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

process.argv.splice(1, 1, join(root, "packages/neuralize-cli/dist/main.js"));
await import("../packages/neuralize-cli/dist/main.js");
