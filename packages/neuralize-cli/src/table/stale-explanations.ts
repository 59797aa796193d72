import { closeSync, fstatSync, openSync, readSync, realpathSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readFlags } from "../files/plain-file.ts";
import { type ExplanationFormat, explanationFileName, formats } from "./explanation-writer.ts";

/**
 * Removes the explanations that an earlier run left in other formats, so that a folder holds those of one run. Files of
 * these names that are not recognised as ours, or cannot be removed, stay, and so does the table that was explained.
 */
export function removeStaleExplanations(folder: string, kept: ExplanationFormat, explained: string): void {
  const table = realPath(explained);
  for (const format of formats) {
    if (format === kept) continue;
    const path = join(folder, explanationFileName(format));
    try {
      if (realPath(path) !== table && isOurs(path)) rmSync(path);
    } catch {
      // Absent, or somebody else's to decide.
    }
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Enough for the names of the first columns at the start (CSV, JSON) and the author at the end (Parquet). */
const readAtOnce = 1 << 16;

function isOurs(path: string): boolean {
  const descriptor = openSync(path, readFlags);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return false;
    const part = (position: number): string => {
      const bytes = new Uint8Array(Math.min(readAtOnce, stat.size));
      return Buffer.from(bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, position))).toString("latin1");
    };
    const start = part(0);
    if (start.startsWith("PAR1")) return part(Math.max(0, stat.size - readAtOnce)).includes("neuralize");
    return ["cluster", "runner_up", "evidence", "simplified_silhouette"].every((name) => start.includes(name));
  } finally {
    closeSync(descriptor);
  }
}
