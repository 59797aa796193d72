import { opendirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { noImages, tooManyFiles } from "../../errors/messages.ts";
import { readError } from "../../files/file-error.ts";
import { isInside } from "../../files/inside.ts";
import { isImageName } from "./picture-path.ts";

/** A file that is left out, and why. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** The pictures of a folder. */
export interface ImageFiles {
  /** Paths inside the folder with forward slashes, sorted. */
  readonly files: readonly string[];
  /** Files whose names end like no picture's; they are only counted. */
  readonly others: number;
  /** Links that were not followed, and folders that could not be read. */
  readonly skipped: readonly SkippedFile[];
}

export interface ImageFilesOptions {
  /** Folders below that are left out: where results are written. */
  readonly except?: readonly string[];
  /** @defaultValue 100 000 */
  readonly most?: number;
}

const mostImages = 100_000;
/** Entries of all kinds, so that a walk over a whole disk ends. */
const mostEntries = 1_000_000;

/**
 * Finds the pictures in a folder and all folders below it, by their names. Links to pictures inside the folder are
 * taken; links that lead out of it, and links to folders (which may be circles), are not. Names that begin with a dot
 * are passed over.
 *
 * @throws CANNOT_OPEN; NO_IMAGES where there are none; TOO_LARGE for more than `most` pictures or a million entries
 */
export function imageFiles(folder: string, { except = [], most = mostImages }: ImageFilesOptions = {}): ImageFiles {
  const root = realFolder(folder);
  const avoided = new Set(except.map((each) => resolve(each)));
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  let others = 0;
  let entries = 0;
  const folders = [""];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    for (const entry of entriesOf(root, inside, skipped)) {
      if (++entries > mostEntries) throw tooManyFiles(folder, mostEntries, "entries");
      if (entry.name.startsWith(".")) continue;
      const file = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!avoided.has(resolve(folder, file))) folders.push(file);
      } else if (!isImageName(file)) others++;
      else {
        const reason = entry.isFile() ? undefined : refusal(root, file);
        if (reason !== undefined) skipped.push({ file, reason });
        else if (files.push(file) > most) throw tooManyFiles(folder, most, "pictures");
      }
    }
  }
  if (files.length === 0) throw noImages(folder, others, skipped);
  return { files: inOrder(files), others, skipped: skipped.sort((a, b) => (a.file < b.file ? -1 : 1)) };
}

const inOrder = (files: readonly string[]): readonly string[] => [...files].sort();

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw readError(folder, error);
  }
}

function* entriesOf(root: string, inside: string, skipped: SkippedFile[]) {
  let directory: ReturnType<typeof opendirSync> | undefined;
  try {
    directory = opendirSync(join(root, inside));
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry;
  } catch (error) {
    const failed = readError(inside === "" ? root : inside, error);
    if (inside === "") throw failed;
    skipped.push({ file: inside, reason: failed.message });
  } finally {
    directory?.closeSync();
  }
}

/** Why something that is no plain file is not read; undefined for a link to a file of the folder. */
function refusal(root: string, file: string): string | undefined {
  try {
    const target = realpathSync(join(root, file));
    if (!isInside(root, target)) return "it is a link that leads out of the folder";
    return statSync(target).isFile() ? undefined : "it is not a plain file";
  } catch {
    return "it is a link that leads nowhere";
  }
}
