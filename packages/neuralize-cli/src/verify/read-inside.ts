import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { caseFileOutside, caseFileTooLarge } from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import { isInside } from "../files/inside.ts";
import { readBounded } from "../files/read-bounded.ts";

/** The reference data has a few megabytes per file. */
const largestFile = 2 ** 30;

/**
 * Reads a file that untrusted data names: one of `folder` or below, also where links point.
 * @throws FILE_OUTSIDE, CANNOT_OPEN, TOO_LARGE
 */
export async function readInside(folder: string, name: string): Promise<Uint8Array> {
  const path = resolve(folder, name);
  if (!isInside(folder, path)) throw caseFileOutside(name);
  const [inside, real] = await Promise.all([realpath(folder), realpath(path)]).catch((error) => {
    throw readError(path, error);
  });
  if (real === undefined || !isInside(inside, real)) throw caseFileOutside(name);
  return readBounded(real, largestFile, (bytes) => caseFileTooLarge(name, bytes, largestFile));
}
