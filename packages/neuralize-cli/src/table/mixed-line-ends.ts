import { openBytes } from "./open-bytes.ts";

const [newline, carriageReturn] = [0x0a, 0x0d];

/**
 * The first line (from 1) in which a carriage return stands alone among lines that end in newlines; undefined where there
 * is none. Reads the whole file: for telling why it could not be read.
 */
export async function mixedLineEnd(path: string): Promise<number | undefined> {
  let line = 1;
  let alone: number | undefined;
  let returned = false;
  for await (const piece of openBytes(path))
    for (const byte of piece as Buffer) {
      if (returned && byte !== newline) alone ??= line;
      if (byte === newline) {
        line++;
        if (alone !== undefined) return alone;
      }
      returned = byte === carriageReturn;
    }
  return line > 1 ? alone : undefined;
}
