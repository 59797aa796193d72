import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { largestDifference, rowSums } from "../../../../test/support/largest-difference.ts";
import { folderWith, runCommand } from "../../../../test/support/run-command.ts";
import { runInProcess } from "../../../../test/support/run-in-process.ts";
import { encodePng } from "../images/heatmap/encode-png.ts";
import { readNpy, writeNpy } from "../npy/npy.ts";

const reference = (name: string) => fileURLToPath(new URL(`../../../../test/reference/${name}`, import.meta.url));
const array = (path: string) => readNpy(readFileSync(path), path);
const npy = (values: readonly number[], shape: readonly number[] = [values.length]) =>
  writeNpy({ shape, data: Float64Array.from(values) });

const picture = await encodePng({
  width: 20,
  height: 16,
  data: Uint8Array.from({ length: 960 }, (_, i) => (i * 37) % 256),
});
const folder = folderWith({
  "targets.npy": npy([3, 2, 1, 0, 3, 2, 1, 0]),
  "fractions.npy": npy([0.5, 0, 0, 0, 0, 0, 0, 0]),
  "table.npy": npy([1, 2], [1, 2]),
  "baseline.npy": npy([1, 1, 1, 1, 1, 1]),
  "picture.png": picture,
  "preprocess.json": JSON.stringify({ size: [16, 16], mean: 0.5, std: 0.25 }),
  "composite.json": JSON.stringify({
    layer_map: [
      ["Activation", "pass"],
      ["AnyLinear", "epsilon"],
    ],
  }),
});
afterAll(folder.remove);

const inside = (name: string) => join(folder.path, name);
const run = (words: readonly string[]) => runInProcess(["attribute", ...words]);
const through = (model: string) => [reference(`${model}/x.npy`), "--model", reference(`${model}/model.onnx`)];

/** A run whose summary is read as JSON. */
async function json(words: readonly string[]) {
  const { stdout, stderr, code } = await run([...words, "--json"]);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return JSON.parse(stdout);
}

test("LRP by a preset with settings is the reference, and the summary says what was done", async () => {
  const settings = ["--composite", "epsilon_gamma_box", "--set", "low=-3", "--set", "high=3"];
  const { stdout, code } = await run([
    ...through("cnn"),
    ...settings,
    "--target",
    "argmax",
    "--initial-relevance",
    "one-hot",
    "-o",
    inside("box.npy"),
  ]);
  expect(stdout).toMatch(/^x\.npy: 4 rows through model\.onnx, "y" explained by lrp \(epsilon_gamma_box\)\.$/m);
  expect(stdout).toMatch(/box\.npy: \[4, 3, 16, 16\]$/m);
  expect(code).toBe(0);
  const { shape, data } = array(inside("box.npy"));
  expect(shape).toEqual([4, 3, 16, 16]);
  const expected = array(reference("cnn/epsilon_gamma_box.npy")).data;
  expect(largestDifference(data, expected)).toBeLessThan(1e-5 * Math.max(...expected.map(Math.abs)));
});

test("a k-means inside is found, explained, and conserved", async () => {
  const summary = await json([...through("kmeans"), "-o", inside("clusters.npy")]);
  expect(summary).toMatchObject({ method: "lrp", composite: { composite: "epsilon_plus" }, shape: [40, 7] });
  expect(summary.explained).toMatch(/^the clusters of a k-means .* 5 centroids of 7 features/);
  const targets = JSON.parse(readFileSync(reference("kmeans/cases.json"), "utf8")).targets;
  expect(summary.rows.map(({ target }: { target: number }) => target)).toEqual(targets);
  const sums = rowSums(array(inside("clusters.npy")).data, 40);
  const outputs = summary.rows.map(({ output }: { output: number }) => output);
  expect(largestDifference(sums, outputs)).toBeLessThan(1e-5);
  const mean = outputs.reduce((sum: number, value: number) => sum + value, 0) / 40;
  expect(summary.beta).toBeCloseTo(1 / mean, 5);
});

test("a soft pool, a stiffness, a target and competitors of one's own", async () => {
  const words = [...through("kmeans"), "--method", "gradient", "-o", inside("soft.npy")];
  const summary = await json([...words, "--pool", "logmeanexp", "--beta", "1"]);
  expect(summary.rows).toHaveLength(40);
  const { data } = array(inside("soft.npy"));
  const expected = array(reference("kmeans/gradient_logmeanexp_beta1.0.npy")).data;
  expect(largestDifference(data, expected)).toBeLessThan(1e-4);
  const contrast = await json([...through("kmeans"), "--target", "1", "--against", "0,4", "--beta", "inf"]);
  expect(contrast.beta).toBeNull();
  expect(new Set(contrast.rows.map(({ target }: { target: number }) => target))).toEqual(new Set([1]));
});

test("integrated gradients with a baseline, per-row targets, and the gap", async () => {
  const { rows, shape } = await json([
    ...through("mlp"),
    ...[
      "--method",
      "integrated_gradients",
      "--steps",
      "200",
      "--baseline",
      inside("baseline.npy"),
      "--target",
      inside("targets.npy"),
    ],
  ]);
  expect(shape).toEqual([8, 6]);
  expect(rows.map(({ target }: { target: number }) => target)).toEqual([3, 2, 1, 0, 3, 2, 1, 0]);
  for (const { gap } of rows) expect(gap).toBeLessThan(0.01);
});

test("occlusion is the reference", async () => {
  const words = [
    ...through("cnn"),
    "--method",
    "occlusion",
    "--window",
    "4,4",
    "--stride",
    "4,4",
    "-o",
    inside("windows.npy"),
  ];
  await json(words);
  const { data } = array(inside("windows.npy"));
  expect(largestDifference(data, array(reference("cnn/occlusion.npy")).data)).toBeLessThan(1e-6);
});

test("the seed decides on the draws", async () => {
  const sums = async (seed: string) =>
    (await json([...through("mlp"), "--method", "smoothgrad", "--samples", "4", "--seed", seed])).rows;
  const [first, again, other] = [await sums("1"), await sums("1"), await sums("2")];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("a picture becomes an input, and its relevance a heatmap over it", async () => {
  const words = [
    inside("picture.png"),
    "--model",
    reference("cnn/model.onnx"),
    "--preprocess",
    inside("preprocess.json"),
  ];
  // The box of the rule follows from the preprocessing.
  const summary = await json([...words, "--composite", "epsilon_gamma_box", "--heatmap", inside("why.png")]);
  expect(summary.composite).toEqual({ composite: "epsilon_gamma_box", low: -2, high: 2 });
  expect(summary).toMatchObject({ shape: [1, 3, 16, 16], files: [inside("why.png")] });
  const { readPicture } = await import("../images/decode/read-picture.ts");
  const over = await readPicture(inside("why.png"));
  expect([over.width, over.height]).toEqual([20, 16]);
  await json([...words, "--heatmap", inside("plain.png"), "--plain", "--colormap", "bwr"]);
  const plain = await readPicture(inside("plain.png"));
  expect([plain.width, plain.height]).toEqual([16, 16]);
});

test("conservation: a line per node, and why relevance is lost where it is", async () => {
  const { stdout } = await run([...through("resnet-basic"), "--conservation"]);
  expect(stdout).toMatch(/^\/layer1\/Add +Add +norm +\S+ +\S+ +0 %$/m);
  expect(stdout).toMatch(/^6 nodes of zplus: biases take their share .* is lost or added\.$/m);
  const { conservation } = await json([...through("kmeans"), "--conservation"]);
  expect(conservation.layers.map(({ rule }: { rule: string }) => rule)).toEqual(["min_takes_most", "midpoint"]);
  for (const { leak } of conservation.layers) expect(leak).toBeLessThan(1e-5);
});

test("relevance at an inner tensor, by its name or its node's", async () => {
  for (const name of ["/0/0.9/MaxPool_output_0", "/0/0.9/MaxPool"]) {
    const { to, shape } = await json([...through("vgg-kmeans"), "--to", name, "--heatmap", inside("inner/map.png")]);
    expect({ to, shape }).toEqual({ to: name, shape: [12, 16, 4, 4] });
  }
});

test("several rows have several heatmaps; a tensor is explained in place of the clusters", async () => {
  const { files, shape } = await json([
    ...through("vgg-kmeans"),
    ...["--from", "y", "--target", "0", "--composite", inside("composite.json"), "--heatmap", inside("maps/map.png")],
  ]);
  expect(shape).toEqual([12, 3, 16, 16]);
  expect(files).toHaveLength(12);
  expect(readdirSync(inside("maps"))).toContain("map-03.png");
});

// [what, words, exit code, what stderr says]
const refused: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ["nothing to write", [...through("mlp")], 2, /Say where the relevance goes: -o/],
  ["no model", [reference("mlp/x.npy"), "-o", inside("r.npy")], 2, /--model/],
  ["a method", [...through("mlp"), "--method", "lime", "-o", inside("r.npy")], 2, /Allowed choices are lrp, gradient/],
  [
    "a setting of another method",
    [...through("mlp"), "--steps", "5", "-o", inside("r.npy")],
    2,
    /--steps belongs to --method/,
  ],
  [
    "a stiffness of nothing",
    [...through("mlp"), "--beta", "2", "-o", inside("r.npy")],
    2,
    /--beta is for --method lrp/,
  ],
  ["clusters of nothing", [...through("mlp"), "--against", "1", "-o", inside("r.npy")], 2, /no k-means was found/],
  [
    "a preset",
    [...through("mlp"), "--composite", "epsilon_pls", "-o", inside("r.npy")],
    1,
    /Did you mean "epsilon_plus"\?/,
  ],
  ["a tensor", [...through("mlp"), "--from", "yy", "-o", inside("r.npy")], 1, /--from: .* "yy"\. Did you mean "y"\?/],
  [
    "another shape",
    [reference("cnn/x.npy"), ...through("mlp").slice(1), "-o", inside("r.npy")],
    1,
    /x\.npy: .* "x" as \[N, 6\]/,
  ],
  [
    "a table",
    [inside("targets.csv"), ...through("mlp").slice(1), "-o", inside("r.npy")],
    1,
    /neither an array .* nor a picture/,
  ],
  ["an entry", [...through("mlp"), "--target", "9", "-o", inside("r.npy")], 1, /no entry 9; .* from 0 to 3/],
  [
    "fractions of entries",
    [...through("mlp"), "--target", inside("fractions.npy"), "-o", inside("r.npy")],
    1,
    /fractions\.npy holds 0\.5/,
  ],
  [
    "targets of two axes",
    [...through("mlp"), "--target", inside("table.npy"), "-o", inside("r.npy")],
    1,
    /is an array \[1, 2\]/,
  ],
  ["a heatmap of rows", [...through("mlp"), "--heatmap", inside("r.png")], 1, /--heatmap is for relevance of pictures/],
  [
    "preprocessing",
    [inside("picture.png"), "--model", reference("cnn/model.onnx"), "-o", inside("r.npy")],
    2,
    /--preprocess/,
  ],
  ["an ending", [...through("mlp"), "-o", inside("r.txt")], 2, /ends in \.npy/],
];

test.each(refused)("refused, and nothing is written: %s", async (_, words, code, says) => {
  const before = readdirSync(folder.path).filter((name) => /^r\.|partial/.test(name));
  const result = await run(words);
  expect(result.stderr).toMatch(says);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result).toMatchObject({ code, stdout: "" });
  expect(before).toEqual([]);
  expect(existsSync(inside("r.npy"))).toBe(false);
});

test("help has an example", async () => {
  expect((await run(["--help"])).stdout).toMatch(/\nExample:\n {2}neuralize attribute /);
});

// The rest is in the process of the tests.
test.concurrent.each([
  ["an explanation", [...through("mlp"), "--method", "gradient", "-o", "gradient.npy"], 0, /gradient\.npy: \[8, 6\]/],
  ["a mistyped option", [...through("mlp"), "--methd", "lrp"], 2, /Did you mean --method\?/],
])("as a process: %s", async (_, words, code, says) => {
  const ended = await runCommand(["attribute", ...words], folder.path);
  expect(ended.stdout + ended.stderr).toMatch(says);
  expect(ended.code).toBe(code);
});
