import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { chooseCanonizers, chooseComposite } from "./choose-composite.ts";

const folder = folderWith();
afterAll(folder.remove);
const file = (content: unknown): string => {
  const path = join(folder.path, "composite.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

test("a preset, JSON and a file of it mean the same, and settings go into what is stated", async () => {
  const json = { composite: "epsilon_gamma_box", low: -3, high: 3 };
  const set = [
    { name: "low", value: -3 },
    { name: "high", value: 3 },
  ];
  const preset = await chooseComposite({ composite: "epsilon_gamma_box", set }, "epsilon_plus");
  const inline = await chooseComposite({ composite: ` ${JSON.stringify(json)}` }, "epsilon_plus");
  const read = await chooseComposite({ composite: file(json) }, "epsilon_plus");
  for (const each of [preset, inline, read]) expect(each.json).toEqual(json);
  expect([preset.source, inline.source, read.source]).toEqual(["epsilon_gamma_box", "--composite", "composite.json"]);
  expect((await chooseComposite({}, "epsilon_plus")).json).toEqual({ composite: "epsilon_plus" });
});

test("what is known otherwise is taken by presets that have such parameters, unless it is set", async () => {
  const known = { low: -1, high: [1, 2] };
  const box = await chooseComposite({ composite: "epsilon_gamma_box", set: [{ name: "low", value: -3 }] }, "x", known);
  expect(box.json).toEqual({ composite: "epsilon_gamma_box", low: -3, high: [1, 2] });
  expect((await chooseComposite({}, "epsilon_plus", known)).json).toEqual({ composite: "epsilon_plus" });
});

test.each([
  ["a preset", { composite: "epsilon_plas" }, "UNKNOWN_COMPOSITE", /Did you mean "epsilon_plus"\?/],
  [
    "a parameter",
    { composite: "epsilon_plus", set: [{ name: "epsilonn", value: 1 }] },
    "INVALID_COMPOSITE",
    /"epsilon"\?/,
  ],
  [
    "a value",
    { composite: "epsilon_plus", set: [{ name: "epsilon", value: "x" }] },
    "INVALID_COMPOSITE",
    /epsilon is "x"/,
  ],
  [
    "a missing bound",
    { composite: "epsilon_gamma_box" },
    "INVALID_COMPOSITE",
    /low is missing.* --set low=-3, or --preprocess/,
  ],
  ["a file", { composite: "./none.json" }, "CANNOT_OPEN", /none\.json/],
  ["JSON", { composite: "{" }, "WRONG_COMPOSITE", /--composite .* not JSON/],
  [
    "a rule",
    { composite: '{"layer_map": [["Linear", "lrp"]]}' },
    "UNKNOWN_RULE",
    /^--composite: .*layer_map\[0\].*"lrp"/,
  ],
  [
    "settings of no preset",
    { composite: '{"layer_map": []}', set: [{ name: "low", value: 1 }] },
    "USAGE",
    /--set low is for presets/,
  ],
])("refused: %s", async (_, request, code, message) => {
  await expect(chooseComposite(request, "epsilon_plus")).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test("a damaged file is named", async () => {
  await expect(chooseComposite({ composite: file("[]") }, "x")).rejects.toThrow(/composite\.json .* no object/);
});

test("canonizers by name, in their own order", () => {
  expect(chooseCanonizers(["merge_batch_norm", "linear_bias"]).map(({ name }) => name)).toEqual([
    "linear_bias",
    "merge_batch_norm",
  ]);
  expect(chooseCanonizers([])).toEqual([]);
  expect(() => chooseCanonizers(["merge_batchnorm"])).toThrow(/Did you mean "merge_batch_norm"\?/);
});
