import { onOneLine } from "neuralize";

/** Writes lines to stdout. Names in them come from files: none may break a line, move the cursor or colour the terminal. */
export const writeLines = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${onOneLine(line)}\n`).join(""));
};
