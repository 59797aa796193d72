import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../../test/support/run-command.ts";
import { choosePreprocessing } from "./choose-preprocessing.ts";
import type { NetworkInput } from "./network-input.ts";

const folder = folderWith({ "preprocessor_config.json": '{"do_resize": true, "size": 20}', "p.json": '{"size": 30}' });
const bare = folderWith();
afterAll(folder.remove);
afterAll(bare.remove);

const input: NetworkInput = { name: "x", layout: "NCHW", channels: 3 };
const choose = (option: string | undefined, place = folder) =>
  choosePreprocessing(option, join(place.path, "model.onnx"), input);

test("the option goes before the file beside the model", async () => {
  expect(await choose(undefined)).toMatchObject({
    source: "preprocessor_config.json",
    preprocessing: { size: [20, 20], resize: [20, 20] },
  });
  expect(await choose("imagenet")).toMatchObject({ source: "imagenet", preprocessing: { size: [224, 224] } });
  expect(await choose(join(folder.path, "p.json"))).toMatchObject({
    source: "p.json",
    preprocessing: { size: [30, 30] },
  });
  expect(await choose('{"size": 40}')).toMatchObject({ source: "--preprocess", preprocessing: { size: [40, 40] } });
});

test("nothing is assumed", async () => {
  await expect(choose(undefined, bare)).rejects.toThrow(
    expect.objectContaining({
      code: "USAGE",
      message: expect.stringMatching(/inputs of model.onnx: --preprocess imagenet/),
    }),
  );
  await expect(choose("nowhere.json")).rejects.toThrow(expect.objectContaining({ code: "CANNOT_OPEN" }));
});

test("the examples are read", async () => {
  const examples = fileURLToPath(new URL("../../../../../examples/preprocessing", import.meta.url));
  const read = readdirSync(examples).map((name) => choose(join(examples, name)));
  expect((await Promise.all(read)).map(({ preprocessing }) => preprocessing.range)).toEqual([
    [0, 255],
    [0, 1],
    [0, 255],
  ]);
});
