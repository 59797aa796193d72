import { type FileHandle, open } from "node:fs/promises";
import { NeuralizeError } from "neuralize";
import { readError } from "./file-error.ts";
import { mostAtOnce, readFlags, requirePlain, shrunk } from "./plain-file.ts";

/**
 * Reads a plain file into memory, unless it is larger than `limit` bytes; then `tooLarge` makes the error.
 *
 * @throws CANNOT_OPEN, also for folders, pipes and devices
 */
export async function readBounded(path: string, limit: number, tooLarge: (bytes: number) => Error): Promise<Buffer> {
  const { size, content } = await readIfSmall(path, limit);
  if (content === undefined) throw tooLarge(size);
  return content;
}

async function readIfSmall(path: string, limit: number) {
  try {
    const file = await open(path, readFlags);
    try {
      const stats = await file.stat();
      requirePlain(path, stats);
      const { size } = stats;
      return { size, content: size > limit ? undefined : await readAll(file, size, path) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof NeuralizeError ? error : readError(path, error);
  }
}

async function readAll(file: FileHandle, size: number, path: string): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let done = 0; done < size; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(mostAtOnce, size - done), done);
    if (bytesRead === 0) throw shrunk(path);
    done += bytesRead;
  }
  return bytes;
}
