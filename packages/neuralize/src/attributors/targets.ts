import { lengthMismatch } from "../errors/messages.ts";
import type { AttributeOptions } from "./attributor.ts";
import type { Entries } from "./subject.ts";

/** The entry of every row where the caller names it; undefined where the model decides, or where there is one number. */
export function namedTargets(
  { target = "assigned" }: AttributeOptions,
  entries: Entries,
  rows: number,
): Int32Array | undefined {
  if (entries.kind === "one") return undefined;
  if (target === "assigned" || target === "argmax") {
    if (!entries.decided) throw entries.undecided();
    return undefined;
  }
  if (typeof target !== "number" && target.length !== rows) throw lengthMismatch("target", target.length, rows);
  const named = typeof target === "number" ? new Array<number>(rows).fill(target) : Array.from(target);
  // Once per entry, also where there are no rows.
  for (const entry of new Set(typeof target === "number" ? [target] : named)) entries.require(entry);
  return Int32Array.from(named);
}
