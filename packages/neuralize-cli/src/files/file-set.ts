import { beginWholeFile, type WholeFile } from "./whole-file.ts";
import { beginWholeFolder, type WholeFolder } from "./whole-folder.ts";

/** Begins a file, as `beginWholeFile` does. */
export type BeginFile = (path: string) => WholeFile;

/** Files that appear together: none has its name before all of them are on the disk. */
export interface FileSet {
  /** Begins a file whose `commit` waits for that of the set. @throws CANNOT_WRITE */
  readonly begin: BeginFile;
  /** Begins a folder of files; it gets its name with the set. @throws CANNOT_WRITE */
  readonly beginFolder: (path: string) => Pick<WholeFolder, "write">;
  /** A file at once. @throws DISK_FULL, CANNOT_WRITE */
  readonly write: (path: string, content: Uint8Array | string) => void;
  /** Gives all files their names. @throws DISK_FULL, CANNOT_WRITE; files without a name yet are then discarded. */
  readonly commit: () => void;
  /** Removes every file that has no name yet. */
  readonly discard: () => void;
}

/** An empty set; `discard` it when anything fails before `commit`. */
export function fileSet(): FileSet {
  const files: Pick<WholeFile, "commit" | "discard">[] = [];
  const begin = (path: string): WholeFile => {
    const file = beginWholeFile(path);
    files.push(file);
    return { ...file, commit: file.finish };
  };
  return {
    begin,
    beginFolder: (path) => {
      const folder = beginWholeFolder(path);
      files.push(folder);
      return folder;
    },
    write: (path, content) => {
      const file = begin(path);
      file.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
      file.commit();
    },
    commit: () => {
      for (const file of files) file.commit();
    },
    // The last one first: the folder that was made for the first one goes with it.
    discard: () => {
      for (const file of files.toReversed()) file.discard();
    },
  };
}
