import { statSync } from "node:fs";
import { extname } from "node:path";
import { readError } from "../../files/file-error.ts";

const imageEndings = new Set([".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".gif", ".avif"]);

/** Whether a path is named like a picture that can be decoded. */
export const isImageName = (path: string): boolean => imageEndings.has(extname(path).toLowerCase());

/**
 * Whether what is to be explained are pictures: a folder, or a file that is named like one.
 * @throws CANNOT_OPEN for what is absent and whose name does not say either
 */
export function isPicturePath(path: string): boolean {
  if (isImageName(path)) return true;
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (extname(path) === "") throw readError(path, error);
    return false;
  }
}
