import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { networkTimes } from "./network-times.ts";
import { operatorsDocument } from "./operators-document.ts";

/** Every document that follows from the sources or from measurements, by its path from the root of the checkout. */
export const generatedDocuments = (root: string): Readonly<Record<string, string>> => ({
  "docs/operators.md": operatorsDocument(),
  "docs/speed.md": speedDocument(root),
  "README.md": withRegions(readFileSync(join(root, "README.md"), "utf8"), (path) => measured(root, path)),
});

const benchmarks: Readonly<Record<string, string>> = {
  head: "Explaining rows",
  table: "Whole runs on tables",
  fit: "Fitting",
  lrp: "Explaining networks",
  browser: "Explaining networks in a browser",
};

const speedDocument = (root: string): string => {
  const sections = Object.entries(benchmarks).map(
    ([name, title]) => `## ${title}\n\n\`npm run bench:${name}\`\n\n${measured(root, `bench/results/${name}.md`)}\n`,
  );
  return `# Speed and memory\n\nCopied from \`bench/results/\` by \`npm run docs\`.\n\n${sections.join("\n")}`;
};

/** What a benchmark has written, as a document shows it. */
function measured(root: string, path: string): string {
  if (!existsSync(join(root, path))) return `Not measured yet: \`${path}\` is not there.`;
  const text = readFileSync(join(root, path), "utf8").trim();
  return path.endsWith(".json") ? networkTimes(text) : text;
}

/** A text with what stands between its marks written anew. */
const withRegions = (text: string, contents: (path: string) => string): string =>
  text.replaceAll(
    /(<!-- npm run docs: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, path: string, end: string) => `${start}${contents(path)}\n${end}`,
  );
