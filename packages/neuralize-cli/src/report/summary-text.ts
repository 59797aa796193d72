import { onOneLine } from "neuralize";
import type { KSelection } from "./page-data.ts";

/** Clusters that the terminal lists one by one; the files and the report have all. */
export const mostListed = 20;

/** One sentence on how k was chosen, with a hint where the best k lies at the end of what was tried. */
export function kSelectionSentence({ chosen, curve, basis }: KSelection): string {
  const tried = curve.map(({ k }) => k);
  const [least, most] = [Math.min(...tried), Math.max(...tried)];
  const atEnd =
    chosen === most && most > least ? " It is the largest that was tried: a wider range may do better." : "";
  return `k = ${chosen} has the highest mean silhouette of k = ${least} to ${most} (on ${basis}).${atEnd}`;
}

/** Lines with an empty one before them, or none. */
export const spaced = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ["", ...lines]);

/** The lines as one text: names and labels come from data, so none may move the cursor or colour the terminal. */
export const printable = (lines: readonly string[]): string => lines.map(onOneLine).join("\n");
