import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { cannotOpen, emptyImage, imageFileTooLarge } from "../../errors/messages.ts";
import { readError } from "../../files/file-error.ts";
import { readBounded } from "../../files/read-bounded.ts";
import type { DecodedPicture } from "../picture.ts";
import { decodePicture } from "./decode-picture.ts";

const largestFile = 2 ** 28;

/**
 * Reads and decodes a picture file; see `decodePicture` for what comes back.
 * @param title names it in errors; default: the file's name
 * @throws CANNOT_OPEN, EMPTY_IMAGE, TOO_LARGE, NOT_AN_IMAGE, DAMAGED_IMAGE
 */
export async function readPicture(path: string, title = basename(path)): Promise<DecodedPicture> {
  const entry = await stat(path).catch((error: unknown) => {
    throw readError(path, error);
  });
  if (entry.isDirectory()) throw cannotOpen(path, "it is a folder");
  // Pipes and devices have no size that could be bounded, and may never end.
  if (!entry.isFile()) throw cannotOpen(path, "it is not a plain file");
  const bytes = await readBounded(path, largestFile, (size) => imageFileTooLarge(title, size, largestFile));
  if (bytes.length === 0) throw emptyImage(title);
  return decodePicture(bytes, title);
}
