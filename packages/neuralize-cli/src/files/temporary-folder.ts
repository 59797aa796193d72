import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeError } from "./file-error.ts";
import { markUnfinished } from "./unfinished.ts";

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/**
 * A new empty folder under the system's folder for temporary files; it does not outlive the process.
 *
 * @throws CANNOT_WRITE, DISK_FULL
 */
export function temporaryFolder(): TemporaryFolder {
  const prefix = join(tmpdir(), "neuralize-");
  try {
    const path = mkdtempSync(prefix);
    const finished = markUnfinished(path);
    return {
      path,
      remove: async () => {
        await rm(path, { recursive: true, force: true });
        finished();
      },
    };
  } catch (error) {
    throw writeError(prefix, error);
  }
}
