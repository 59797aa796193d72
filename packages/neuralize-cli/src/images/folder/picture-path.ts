import { statSync } from "node:fs";
import { extname } from "node:path";

const imageEndings = new Set([".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".gif", ".avif"]);

/** Whether a path is named like a picture that can be decoded. */
export const isImageName = (path: string): boolean => imageEndings.has(extname(path).toLowerCase());

/** Whether what is to be explained are pictures: a folder, or a file that is named like one. */
export const isPicturePath = (path: string): boolean =>
  isImageName(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
