import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
// In reach of the test runner, which finds "neuralize" in the sources; git ignores it.
const workshop = join(root, "test/docs/.snippets");

/** The text of a document, by its path from the root. */
export const documentText = (path: string): string => readFileSync(join(root, path), "utf8");

/** The blocks marked "ts run" of a document, which stand for one module, and what else it takes to run them. */
export function moduleOf(document: string, before: string): string {
  const blocks = [...documentText(document).matchAll(/^```ts run\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  if (blocks.length === 0) throw new Error(`${document} has no block marked "ts run"`);
  return [before, ...blocks].join("\n");
}

/**
 * Runs the blocks of a document as one module, in the test's own process and on the same library.
 * @param names top-level names of the blocks that are wanted.
 * @param before code in front of them: what the reader has at hand.
 */
export async function runSnippets(
  document: string,
  names: readonly string[],
  before = "",
): Promise<Readonly<Record<string, unknown>>> {
  const file = join(workshop, `${document.replaceAll(/\W/g, "-")}.ts`);
  mkdirSync(workshop, { recursive: true });
  writeFileSync(file, `${moduleOf(document, before)}\nexport { ${names.join(", ")} };\n`);
  return await import(/* @vite-ignore */ file);
}
