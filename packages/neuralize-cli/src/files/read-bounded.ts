import { open } from "node:fs/promises";
import { readError } from "./file-error.ts";

/**
 * Reads a file into memory, unless it is larger than `limit` bytes; then `tooLarge` makes the error.
 *
 * @throws CANNOT_OPEN
 */
export async function readBounded(path: string, limit: number, tooLarge: (bytes: number) => Error): Promise<Buffer> {
  const { size, content } = await readIfSmall(path, limit);
  if (content === undefined) throw tooLarge(size);
  return content;
}

async function readIfSmall(path: string, limit: number) {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      return { size, content: size > limit ? undefined : await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(path, error);
  }
}
