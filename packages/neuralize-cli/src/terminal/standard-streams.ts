import { writeError } from "../files/file-error.ts";
import { showError } from "./failure.ts";

/**
 * Keeps a failed write to stdout or stderr from ending in a trace. A reader that went away (`neuralize … | head`) has
 * read enough: the work goes on and says nothing more. Anything else, a full disk behind `>`, is a failure.
 */
export function guardStandardStreams(): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.exitCode = 1;
    showError(writeError("standard output", error));
  });
}
