import { basename, extname } from "node:path";
import { arrayTooLarge, severalArrays, unknownArrayFormat } from "../errors/messages.ts";
import { readBounded } from "../files/read-bounded.ts";
import { type NpyArray, readNpy } from "../npy/npy.ts";
import { openNpz } from "../npy/npz.ts";

const largestFile = 2 ** 31;

/** Whether a path is named like a file of arrays. */
export const isArrayPath = (path: string): boolean => [".npy", ".npz"].includes(extname(path).toLowerCase());

/**
 * Reads an array: a .npy file, or of a .npz file the only array, or the one of a name.
 * @throws CANNOT_OPEN, TOO_LARGE, UNKNOWN_ARRAY_FORMAT, WRONG_NPY, WRONG_NPZ, SEVERAL_ARRAYS
 */
export async function readArray(path: string, name: string): Promise<NpyArray> {
  const title = basename(path);
  const extension = extname(path).toLowerCase();
  if (!isArrayPath(path)) throw unknownArrayFormat(title);
  const bytes = await readBounded(path, largestFile, (size) => arrayTooLarge(title, size, largestFile));
  if (extension === ".npy") return readNpy(bytes, title);
  const archive = openNpz(bytes, title);
  const [only, ...others] = archive.names;
  if (only !== undefined && others.length === 0) return archive.read(only);
  if (!archive.names.includes(name)) throw severalArrays(title, archive.names, name);
  return archive.read(name);
}
