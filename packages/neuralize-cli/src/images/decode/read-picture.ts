import { basename } from "node:path";
import { emptyImage, imageFileTooLarge } from "../../errors/messages.ts";
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
  const bytes = await readBounded(path, largestFile, (size) => imageFileTooLarge(title, size, largestFile));
  if (bytes.length === 0) throw emptyImage(title);
  return decodePicture(bytes, title);
}
