// The command line carries the built report page beside its own files.
import { copyFileSync, mkdirSync, statSync, utimesSync } from "node:fs";

const [page, copy] = ["packages/viewer/dist/index.html", "packages/neuralize-cli/dist/report/page.html"];
mkdirSync("packages/neuralize-cli/dist/report", { recursive: true });
copyFileSync(page, copy);
// As old as the page itself: scripts/neuralize.mjs tells by it whether sources have changed since it was built.
const { atime, mtime } = statSync(page);
utimesSync(copy, atime, mtime);
