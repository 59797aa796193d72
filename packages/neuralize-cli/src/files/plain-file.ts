import { constants, type Stats } from "node:fs";
import { cannotOpen } from "../errors/messages.ts";

/** Opening a pipe waits for whoever writes into it, unless told not to. Windows knows no such flag. */
export const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Refuses what is no plain file: pipes and devices have no size that could be bounded, and may never end.
 * @throws CANNOT_OPEN
 */
export function requirePlain(path: string, stats: Pick<Stats, "isDirectory" | "isFile">): void {
  if (stats.isDirectory()) throw cannotOpen(path, "it is a folder");
  if (!stats.isFile()) throw cannotOpen(path, "it is not a plain file");
}

/** The error for a file that ends earlier than its size said. */
export const shrunk = (path: string): Error => cannotOpen(path, "it became shorter while it was read");

/** `read` takes no more than 2³¹ − 1 bytes at a time. */
export const mostAtOnce = 2 ** 30;
