import * as library from "neuralize";
import { describe, expect, test } from "vitest";
import { isLayerName } from "../../packages/neuralize/src/composites/layer-names.ts";
import { namedRules } from "../../packages/neuralize/src/composites/named-rules.ts";
import { methods } from "../../packages/neuralize-cli/src/attribute/method-settings.ts";
import { colorMaps } from "../../packages/neuralize-cli/src/images/heatmap/color-maps.ts";
import { documentText } from "./snippets.ts";

const mapNames = ["layer_map", "first_map", "name_map"];

/** What the third column of a section may hold. */
const known: Readonly<Record<string, (name: string) => boolean>> = {
  Rules: (name) => namedRules.has(name),
  Core: () => false,
  Composites: (name) => mapNames.includes(name) || library.presetNames.includes(name),
  Types: isLayerName,
  Canonizers: (name) => library.standardCanonizers.some((canonizer) => canonizer.name === name),
  Attributors: (name) => methods.some((method) => method === name),
  Pictures: (name) => colorMaps.some((map) => map.name === name),
};

const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]*)`/g)].map(([, name = ""]) => name);

interface Row {
  readonly zennit: readonly string[];
  readonly library: readonly string[];
  readonly file: readonly string[];
}

const sections = documentText("docs/zennit.md")
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const rows = text
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line): Row => {
        const [, zennit = "", own = "", file = ""] = line.split("|");
        return { zennit: quoted(zennit), library: quoted(own), file: quoted(file) };
      });
    return { title: /^\w+/.exec(text)?.[0] ?? "", text, rows };
  });

test("every section is checked", () => {
  expect(sections.map(({ title }) => title)).toEqual(Object.keys(known));
});

describe.each(sections)("$title", ({ title, text, rows }) => {
  test("our names exist", () => {
    expect(rows.length).toBeGreaterThan(0);
    const unknown = [
      ...rows.flatMap((row) => row.library).filter((name) => !(name in library)),
      ...rows.flatMap((row) => row.file).filter((name) => !known[title]?.(name)),
    ];
    expect(unknown).toEqual([]);
  });

  test("no name of ours is left out", () => {
    // One by its name anywhere in the section.
    const expected: Readonly<Record<string, readonly string[]>> = {
      Composites: library.presetNames,
      Canonizers: library.standardCanonizers.map(({ name }) => name),
      Pictures: colorMaps.filter(({ family }) => family === "zennit").map(({ name }) => name),
    };
    expect((expected[title] ?? []).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
