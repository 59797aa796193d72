import { randomBytes } from "node:crypto";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeError } from "./file-error.ts";
import { makeFolder, removeEmptyFolders } from "./make-folder.ts";
import { markUnfinished } from "./unfinished.ts";

/** A folder of files that appears under its name complete or not at all. */
export interface WholeFolder {
  /** Writes a file, in folders of its own if its name has some. @throws DISK_FULL, CANNOT_WRITE; all is then discarded. */
  readonly write: (name: string, content: Uint8Array) => void;
  /** Gives the folder its name, in place of an older one. @throws CANNOT_WRITE; all is then discarded. */
  readonly commit: () => void;
  /** Removes what was written; harmless after `commit`. */
  readonly discard: () => void;
}

/**
 * Begins a folder: files go to a temporary one beside it, which is renamed on `commit` and removed on any error, on
 * `discard` and on Ctrl-C. An older folder of that name stays until then.
 *
 * @throws CANNOT_WRITE
 */
export function beginWholeFolder(path: string): WholeFolder {
  const beside = (ending: string): string =>
    join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.${ending}`);
  const temporary = beside("partial");
  const finished = markUnfinished(temporary);
  let made: readonly string[] = [];
  let done = false;

  const discard = () => {
    if (done) return;
    done = true;
    if (made.length > 0) rmSync(temporary, { recursive: true, force: true });
    removeEmptyFolders(made.filter((folder) => folder !== temporary));
    finished();
  };
  const attempt = (what: string, action: () => void) => {
    try {
      action();
    } catch (error) {
      discard();
      throw writeError(what, error);
    }
  };

  attempt(path, () => {
    made = makeFolder(temporary);
  });
  return {
    write: (name, content) =>
      attempt(join(path, name), () => {
        const file = join(temporary, name);
        makeFolder(dirname(file));
        writeFileSync(file, content);
      }),
    commit: () =>
      attempt(path, () => {
        const old = existsSync(path) ? beside("old") : undefined;
        if (old !== undefined) renameSync(path, old);
        renameSync(temporary, path);
        done = true;
        finished();
        if (old !== undefined) rmSync(old, { recursive: true, force: true });
      }),
    discard,
  };
}
