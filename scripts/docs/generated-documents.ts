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

/** By the name of its result: title, and the command that measures it. */
const benchmarks: Readonly<Record<string, readonly [string, string]>> = {
  head: ["Explaining rows", "npm run bench:head"],
  table: ["Whole runs on tables", "npm run bench:table"],
  fit: ["Fitting", "npm run bench:fit"],
  lrp: ["Explaining networks", "npm run bench:lrp"],
  "lrp-one-thread": [
    "Explaining networks on one thread",
    "BENCH_THREADS=1 BENCH_ONLY=resnet,mobilenet,squeezenet npm run bench:lrp",
  ],
  browser: ["Explaining networks in a browser", "npm run bench:browser"],
};

const speedDocument = (root: string): string => {
  const sections = Object.entries(benchmarks).map(
    ([name, [title, command]]) => `## ${title}\n\n\`${command}\`\n\n${measured(root, `bench/results/${name}.md`)}\n`,
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
