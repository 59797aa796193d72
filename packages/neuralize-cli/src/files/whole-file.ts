import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cannotWrite } from "../errors/messages.ts";
import { writeError } from "./file-error.ts";
import { makeFolder, nearestFolder, removeEmptyFolders } from "./make-folder.ts";
import { markUnfinished } from "./unfinished.ts";

/** A file that appears under its name complete or not at all. */
export interface WholeFile {
  readonly path: string;
  /** Appends all of the bytes. @throws DISK_FULL, CANNOT_WRITE; the file is then discarded. */
  readonly write: (bytes: Uint8Array) => void;
  /** Brings all of it to the disk, still without its name. @throws DISK_FULL, CANNOT_WRITE; the file is then discarded. */
  readonly finish: () => void;
  /** Gives the file its name, after `finish` where that was not called. @throws DISK_FULL, CANNOT_WRITE; likewise */
  readonly commit: () => void;
  /** Removes what was written; harmless after `commit`. */
  readonly discard: () => void;
}

/** How bytes reach the disk; tests put a full disk in its place. Returns the number of bytes written. */
export type WriteBytes = (descriptor: number, bytes: Uint8Array, offset: number) => number;

const writeToDisk: WriteBytes = (descriptor, bytes, offset) =>
  writeSync(descriptor, bytes, offset, bytes.length - offset);

const temporaryName = (folder: string, path: string): string =>
  join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.partial`);

/**
 * Checks, before any long work, that a file could be written under this name; leaves nothing behind, no folder either.
 *
 * @throws DISK_FULL, CANNOT_WRITE
 */
export function checkWritable(path: string): void {
  const probe = temporaryName(nearestFolder(dirname(path)), path);
  const finished = markUnfinished(probe);
  let isFolder = false;
  try {
    closeSync(openSync(probe, "wx"));
    rmSync(probe);
    isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    throw writeError(path, error);
  } finally {
    finished();
  }
  if (isFolder) throw cannotWrite(path, "it is a folder");
}

/**
 * Begins a file: bytes go to a temporary file in the same folder (made if need be), which is renamed on `commit` and
 * removed on any error, on `discard` and on Ctrl-C. An older file of that name stays until the rename.
 *
 * @throws CANNOT_WRITE
 */
export function beginWholeFile(path: string, writeBytes: WriteBytes = writeToDisk): WholeFile {
  const temporary = temporaryName(dirname(path), path);
  const finished = markUnfinished(temporary);
  let descriptor: number | undefined;
  let created = false;
  let made: readonly string[] = [];

  // A failed close has closed all the same: the descriptor must not be closed twice.
  const close = () => {
    const closing = descriptor;
    descriptor = undefined;
    if (closing !== undefined) closeSync(closing);
  };
  const discard = () => {
    close();
    if (created) {
      rmSync(temporary, { force: true });
      removeEmptyFolders(made);
      created = false;
    }
    finished();
  };
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      discard();
      throw writeError(path, error);
    }
  };

  attempt(() => {
    made = makeFolder(dirname(path));
    descriptor = openSync(temporary, "wx");
    created = true;
  });
  const finish = () =>
    attempt(() => {
      if (descriptor === undefined) throw new Error("the file is already closed");
      // Without this a crash of the machine after the rename could leave the name with no content.
      fsyncSync(descriptor);
      close();
    });
  return {
    path,
    finish,
    write: (bytes) =>
      attempt(() => {
        if (descriptor === undefined) throw new Error("the file is already closed");
        for (let offset = 0; offset < bytes.length; ) offset += writeBytes(descriptor, bytes, offset);
      }),
    commit: () => {
      if (descriptor !== undefined) finish();
      attempt(() => {
        renameSync(temporary, path);
        created = false;
        finished();
      });
    },
    discard,
  };
}

/**
 * Writes a file at once, complete or not at all.
 *
 * @throws DISK_FULL, CANNOT_WRITE
 */
export function writeWholeFile(path: string, content: Uint8Array | string): void {
  const file = beginWholeFile(path);
  file.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
  file.commit();
}
