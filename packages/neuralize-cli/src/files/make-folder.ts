import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The folder itself if it exists, else the nearest one above it that does. */
export function nearestFolder(path: string): string {
  let folder = resolve(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/**
 * Makes a folder and those above it that are absent. `mkdirSync` with `recursive` would do, but for never returning
 * where a file system refuses with ENOENT, as /proc does (Node 20).
 *
 * @returns the folders that were absent, outermost first
 * @throws the system's own error
 */
export function makeFolder(path: string): readonly string[] {
  const absent: string[] = [];
  const existing = nearestFolder(path);
  for (let folder = resolve(path); folder !== existing; folder = dirname(folder)) absent.unshift(folder);
  for (const folder of absent) makeOne(folder);
  return absent;
}

/** Removes folders, outermost first in the list, but for those that hold something by now. */
export function removeEmptyFolders(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
