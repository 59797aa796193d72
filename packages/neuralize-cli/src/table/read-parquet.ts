import { open } from "node:fs/promises";
import { notATable } from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";

/**
 * Checks the marks at both ends of a Parquet file, which tell other and truncated files apart from damaged ones.
 *
 * @throws CANNOT_OPEN, NOT_A_TABLE
 */
export async function checkParquet(path: string, title: string): Promise<void> {
  const [first, last] = await marks(path);
  if (first !== "PAR1") throw notATable(title, "its name says Parquet but it does not begin like one");
  if (last !== "PAR1") throw notATable(title, "it is a Parquet file whose end is missing; copy it again");
}

async function marks(path: string): Promise<readonly [string, string]> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const read = async (position: number) =>
        (await file.read(Buffer.alloc(4), 0, 4, Math.max(0, position))).buffer.toString("latin1");
      return [await read(0), await read(size - 4)];
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(path, error);
  }
}
