import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decode, encode } from "neuralize";
import { afterAll, expect, test } from "vitest";
import { buildModel, nodeOf, tensorInfo } from "../../../../test/support/build-model.ts";
import { largestDifference } from "../../../../test/support/largest-difference.ts";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { fixture, folderWith } from "../../../../test/support/run-command.ts";
import { runInProcess } from "../../../../test/support/run-in-process.ts";
import { readNpy } from "../npy/npy.ts";

const reference = (name: string) => fileURLToPath(new URL(`../../../../test/reference/${name}`, import.meta.url));
const array = (name: string) => readNpy(readFileSync(reference(name)), name);

// A node in the middle that no relevance can pass.
const blocked = buildModel([nodeOf("Relu(x) -> a"), nodeOf("Det(a) -> b"), nodeOf("Neg(b) -> y")], {
  input: [tensorInfo("x", 1, ["N", 3, 3])],
  output: [tensorInfo("y", 1, ["N"])],
});
const open = buildModel([nodeOf("GlobalAveragePool(x) -> g"), nodeOf("Flatten(g) -> y")], {
  input: [tensorInfo("x", 1, ["N", 3, "H", "W"])],
  output: [tensorInfo("y", 1)],
});
const folder = folderWith({ "blocked.onnx": blocked, "open.onnx": open });
afterAll(folder.remove);
const inside = (name: string) => join(folder.path, name);

async function run(words: readonly string[]) {
  const { stdout, stderr, code } = await runInProcess(words);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return stdout;
}

/** The outputs of a written explainer on the input of its model. */
async function explained(path: string, model: string) {
  const bytes = readFileSync(path);
  const session = await nativeEngine.load(bytes);
  const { shape, data } = array(`${model}/x.npy`);
  const outputs = await session.run({ x: { type: "float32", dims: shape, data: Float32Array.from(data) } });
  await session.close();
  return { outputs, metadata: decode(bytes).metadata };
}

test("the explainer of a network is the reference, keeps its outputs, and says what it is", async () => {
  const out = inside("box.onnx");
  const words = ["compile", reference("cnn/model.onnx"), "--composite", "epsilon_gamma_box", "--set", "low=-3"];
  const stdout = await run([...words, "--set", "high=3", "--initial-relevance", "one-hot", "-o", out]);
  expect(stdout).toMatch(/In: x \[N, 3, 16, 16\]\. Out: y, target, relevance\.\nExplained by epsilon_gamma_box: "y"\./);
  const { outputs, metadata } = await explained(out, "cnn");
  const expected = array("cnn/epsilon_gamma_box.npy").data;
  const scale = Math.max(...expected.map(Math.abs));
  expect(largestDifference(outputs.relevance?.data as Float32Array, expected)).toBeLessThan(1e-5 * scale);
  expect(largestDifference(outputs.y?.data as Float32Array, array("cnn/y.npy").data)).toBeLessThan(1e-5);
  expect(metadata).toMatchObject({
    "neuralize.composite": '{"composite":"epsilon_gamma_box","low":-3,"high":3}',
    "neuralize.from": "y",
    "neuralize.target": "assigned",
    "neuralize.initial_relevance": "one-hot",
    "neuralize.version": expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
});

test("a plain gradient is the reference, of an output as of clusters, and takes no stiffness", async () => {
  const out = inside("gradient.onnx");
  const stdout = await run(["compile", reference("cnn/model.onnx"), "--composite", "gradient", "-o", out]);
  expect(stdout).toMatch(
    /Out: y, target, relevance\.\nExplained by gradient: "y"\. The file is [\d.]+ times the model\.\n$/,
  );
  const { outputs, metadata } = await explained(out, "cnn");
  const expected = array("cnn/gradient.npy").data;
  const scale = Math.max(...expected.map(Math.abs));
  expect(largestDifference(outputs.relevance?.data as Float32Array, expected)).toBeLessThan(1e-5 * scale);
  expect(metadata).toMatchObject({ "neuralize.composite": '"gradient"', "neuralize.initial_relevance": "one-hot" });
  const clusters = await run(["compile", reference("vgg-kmeans/model.onnx"), "--composite", "gradient", "-o", out]);
  expect(clusters).toMatch(/In: x \[N, 3, 16, 16\]\. Out: cluster, runner_up, .* relevance\./);
  expect(decode(readFileSync(out)).metadata["neuralize.beta"]).toBeUndefined();
  const inspected = await run(["inspect", reference("cnn/model.onnx"), "--composite", "gradient"]);
  expect(inspected).toMatch(/^ {2}\/10\/Gemm +Gemm +gradient +no entry matches$/m);
});

test("what looks like a clustering and is none is explained as an output, and that is said", async () => {
  const path = fixture("onnx-kmeans/torch1.13_cosine_argmax_dyn.onnx");
  const stdout = await run(["compile", path, "-o", inside("cosine.onnx")]);
  expect(stdout).toMatch(/^Explained by epsilon_plus: "onnx::ArgMax_18"\./m);
  expect(stdout).toMatch(/^No clustering is explained: it ranks clusters by cosine similarity; spherical k-means/m);
});

test("clusters inside a network, a target, an inner tensor", async () => {
  const out = inside("clusters.onnx");
  const words = ["compile", reference("vgg-kmeans/model.onnx"), "--target", "2", "--beta", "inf", "-o", out];
  expect(await run([...words, "--to", "/0/0.9/MaxPool_output_0"])).toMatch(/Out: cluster, runner_up, .* relevance\./);
  const { metadata } = { metadata: decode(readFileSync(out)).metadata };
  expect(metadata).toMatchObject({
    "neuralize.from": "clusters",
    "neuralize.target": "2",
    "neuralize.to": "/0/0.9/MaxPool_output_0",
    "neuralize.beta": "3e+38",
  });
});

test("sizes that a file leaves open are given, or follow from the preprocessing", async () => {
  const out = inside("sized.onnx");
  expect(await run(["compile", inside("open.onnx"), "--input-shape", "3,4,6", "-o", out])).toContain("x [N, 3, 4, 6]");
  const words = ["compile", inside("open.onnx"), "--preprocess", '{"size":[8,8]}', "--composite", "epsilon_gamma_box"];
  expect(await run([...words, "-o", out])).toContain("x [N, 3, 8, 8]");
  expect(decode(readFileSync(out)).metadata["neuralize.composite"]).toContain('"low":0,"high":1');
});

test("inspect shows canonizers, the rule of every node, and which entry it comes from", async () => {
  const stdout = await run(["inspect", reference("cnn/model.onnx"), "--composite", "epsilon_plus_flat"]);
  expect(stdout).toMatch(/^Explained: "y", by epsilon_plus_flat\.$/m);
  expect(stdout).toMatch(/^ {2}drop_inert: nothing$/m);
  expect(stdout).toMatch(/^ {4}\/1\/BatchNormalization: merged into \/0\/Conv$/m);
  expect(stdout).toMatch(/^ {2}\/0\/Conv +Conv +flat\(epsilon 1e-6\) +epsilon_plus_flat, first layer, "AnyLinear"$/m);
  expect(stdout).toMatch(/^ {2}\/3\/MaxPool +MaxPool +gradient +it only moves or selects numbers$/m);
  expect(stdout).toMatch(/^ {2}\/10\/Gemm +Gemm +epsilon\(epsilon 1e-6\) +epsilon_plus_flat, "Linear"$/m);
  const head = await run(["inspect", reference("kmeans/model.onnx"), "--composite", "epsilon_plus"]);
  expect(head).toMatch(/^ {2}MinPool +MinPool +min_takes_most\(beta "input"\) +layers of a k-means head$/m);
});

test("what cannot be explained is listed by inspect, and stops compile before anything is written", async () => {
  const stdout = await run(["inspect", inside("blocked.onnx"), "--composite", "epsilon_plus"]);
  expect(stdout).toMatch(/^ {2}b +Det +UNSUPPORTED +no entry matches, and it has no gradient$/m);
  expect(stdout).toMatch(/^ {2}b \(Det\): give it a rule in the composite/m);
  expect(stdout).toMatch(/^ {2}a +Relu +pass +epsilon_plus, "Activation"$/m);
  const { stderr, code } = await runInProcess(["compile", inside("blocked.onnx"), "-o", inside("blocked.out.onnx")]);
  expect(stderr).toMatch(/Relevance cannot pass this node.*\n {2}b \(Det\): give it a rule/);
  expect(code).toBe(1);
  expect(existsSync(inside("blocked.out.onnx"))).toBe(false);
});

test("of several outputs, inspect takes the one that is made from the others; compile asks", async () => {
  const path = inside("two.onnx");
  const { graph, values } = decode(readFileSync(reference("cnn/model.onnx")));
  const features = values.get("/9/Relu_output_0");
  writeFileSync(path, encode({ inputs: graph.inputs, outputs: { ...(features && { features }), ...graph.outputs } }));
  expect(await run(["inspect", path, "--composite", "epsilon_plus"])).toMatch(/^Explained: "y", by epsilon_plus\.$/m);
  const { stderr, code } = await runInProcess(["compile", path, "-o", inside("refused.onnx")]);
  expect(stderr).toMatch(/has the outputs features, y\. Say what is explained with --from/);
  expect(code).toBe(2);
});

test("every stage of a compilation can be printed", async () => {
  const lines = async (pass: string) =>
    (await run(["inspect", reference("vgg-kmeans/model.onnx"), "--pass", pass])).split("\n");
  expect((await lines("canonize")).join("\n")).not.toMatch(/BatchNormalization\(/);
  expect((await lines("neuralize")).join("\n")).toMatch(/= neuralize\.NeuralizedKMeans\(/);
  expect((await lines("relevance")).join("\n")).toMatch(/# relevance of \/0\/0\.3\/Conv by zplus$/m);
  const lowered = await lines("lower");
  expect(lowered.join("\n")).not.toMatch(/= neuralize\./);
  expect((await lines("simplify")).length).toBeLessThan(lowered.length);
  // The first stages are there also where something stops the later ones.
  expect(await run(["inspect", inside("blocked.onnx"), "--pass", "canonize"])).toMatch(/= Det\(/);
});

// [what, words, exit code, what stderr says]
const refused: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ["an entry", ["compile", reference("cnn/model.onnx"), "--target", "7"], 1, /no entry 7/],
  ["sizes that are set", ["compile", reference("cnn/model.onnx"), "--input-shape", "3,8,8"], 1, /as \[N, 3, 16, 16\]/],
  ["a stiffness of nothing", ["compile", reference("cnn/model.onnx"), "--beta", "3"], 2, /--beta is for clusters/],
  ["rules of a saved model", ["compile", "model.json", "--composite", "epsilon_plus"], 2, /--composite is for ONNX/],
  [
    "a stiffness of a gradient",
    ["compile", reference("vgg-kmeans/model.onnx"), "--composite", "gradient", "--beta", "3"],
    2,
    /--beta is for rules/,
  ],
  [
    "a setting of a gradient",
    ["compile", reference("cnn/model.onnx"), "--composite", "gradient", "--set", "low=1"],
    2,
    /--set low is for presets/,
  ],
  ["a mistyped tensor", ["compile", reference("cnn/model.onnx"), "--from", "Y"], 1, /Did you mean "y"\?/],
  ["a mistyped canonizer", ["compile", reference("cnn/model.onnx"), "--canonizers", "drop_inet"], 1, /"drop_inert"\?/],
];

test.each(refused)("refused, and nothing is written: %s", async (_, words, code, says) => {
  const ended = await runInProcess([...words, "-o", inside("refused.onnx")]);
  expect(ended.stderr).toMatch(says);
  expect(ended).toMatchObject({ code, stdout: "" });
  expect(existsSync(inside("refused.onnx"))).toBe(false);
});

test("an unknown stage is refused", async () => {
  const { stderr, code } = await runInProcess(["inspect", reference("cnn/model.onnx"), "--pass", "optimise"]);
  expect(stderr).toMatch(/Allowed choices are canonize, neuralize/);
  expect(code).toBe(2);
});
