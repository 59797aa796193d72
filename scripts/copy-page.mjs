// The command line carries the built report page beside its own files.
import { copyFileSync, mkdirSync } from "node:fs";

mkdirSync("packages/neuralize-cli/dist/report", { recursive: true });
copyFileSync("packages/viewer/dist/index.html", "packages/neuralize-cli/dist/report/page.html");
