import { CommanderError } from "commander";
import { NeuralizeError, onOneLine } from "neuralize";

/** 2 for a command line that cannot be understood, 1 for everything else that failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof NeuralizeError && error.code === "USAGE" ? 2 : 1;
}

/** Tells the user on stderr; a bug in neuralize itself says so and gives its trace, which a report needs. */
export function showError(error: unknown): void {
  if (error instanceof CommanderError) return;
  if (error instanceof NeuralizeError) {
    process.stderr.write(`neuralize: ${printable(error.message)}\n`);
    return;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`neuralize: this is a bug in neuralize; please report it with these lines.\n${detail}\n`);
}

/** Names from files may hold control characters, which a terminal would obey. */
const printable = (text: string): string => text.split("\n").map(onOneLine).join("\n");
