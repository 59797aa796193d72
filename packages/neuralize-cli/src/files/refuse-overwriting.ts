import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { wouldOverwrite } from "../errors/messages.ts";

/**
 * Refuses to write a file in the place of one that is read: results are no copy of it.
 * @throws USAGE
 */
export function refuseOverwriting(written: readonly string[], read: readonly (string | undefined)[]): void {
  const sources = new Map(read.flatMap((path) => (path === undefined ? [] : [[realPath(path), path] as const])));
  for (const path of written) {
    const source = sources.get(realPath(path));
    if (source !== undefined) throw wouldOverwrite(path, source);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
