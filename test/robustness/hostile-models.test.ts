import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { encodePng } from "../../packages/neuralize-cli/src/images/heatmap/encode-png.ts";
import { writeNpy } from "../../packages/neuralize-cli/src/npy/npy.ts";
import { buildModel, nodeOf, tensorInfo, weights } from "../support/build-model.ts";
import { folderWith, runCommand } from "../support/run-command.ts";
import { runInProcess } from "../support/run-in-process.ts";

const good = buildModel([nodeOf("MatMul(x, w) -> y")], {
  initializer: [weights("w", [3, 2], [1, 2, 3, 4, 5, 6])],
});

const folder = folderWith({
  "t.csv": "a,b,c\n1,2,3\n4,5,7\n9,1,2\n",
  "x.npy": writeNpy({ shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) }),
  "good.onnx": good,
  "truncated.onnx": good.subarray(0, -9),
  "random.onnx": Uint8Array.from({ length: 500 }, (_, i) => (i * 167 + 91) % 256),
  "text.onnx": "This is the model that you asked for.\n",
  "json.onnx": '{"graph": {}}',
  "empty.onnx": "",
  "declared.onnx": buildModel([nodeOf("MatMul(x, w) -> y")], {
    initializer: [{ name: "w", dims: [2n ** 40n, 3n], dataType: 1, rawData: new Uint8Array(12) }],
  }),
  "no-rows.onnx": buildModel([nodeOf("MatMul(x, w) -> y")], {
    input: [tensorInfo("x", 1, [0, 3])],
    initializer: [weights("w", [3, 2], [1, 2, 3, 4, 5, 6])],
  }),
  "huge-result.onnx": buildModel([nodeOf("ConstantOfShape(s) -> w"), nodeOf("MatMul(x, w) -> y")], {
    initializer: [
      { name: "s", dims: [2n], dataType: 7, rawData: new Uint8Array(BigInt64Array.from([3n, 2n ** 36n]).buffer) },
    ],
  }),
});
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);
mkdirSync(at("folder.onnx"));
mkdirSync(at("photos"));
writeFileSync(at("photos/a.png"), await encodePng({ width: 4, height: 4, data: new Uint8Array(48).fill(99) }));
const pipes = process.platform !== "win32";
if (pipes) spawnSync("mkfifo", [at("pipe.onnx"), at("pipe.json")]);

const before = readdirSync(folder.path);
afterEach(() => expect(readdirSync(folder.path)).toEqual(before));

/** A command fails with one message and no trace, and writes nothing. */
async function refused(words: readonly string[], says: RegExp, code = 1): Promise<void> {
  const result = await runInProcess(words);
  expect(result.stderr).toMatch(says);
  expect(result.stderr).toMatch(/^neuralize: /);
  expect(result.stderr).not.toMatch(/this is a bug|^\s+at |RangeError|TypeError/m);
  expect(result.stderr.length).toBeLessThan(1000);
  expect(result).toMatchObject({ code, stdout: "" });
}

const preprocess = ["--preprocess", '{"size": 4, "mean": 0.5, "std": 0.25}'];
/** Every command that reads an ONNX model. */
const commands: readonly (readonly [string, (model: string) => readonly string[]])[] = [
  ["explain a table", (model) => ["explain", at("t.csv"), "--model", model, "-o", at("out")]],
  ["explain pictures", (model) => ["explain", at("photos"), "--model", model, ...preprocess, "-o", at("out")]],
  [
    "embed pictures",
    (model) => ["explain", at("photos"), "--extractor", model, "-k", "2", ...preprocess, "-o", at("out")],
  ],
  ["compile", (model) => ["compile", model, "-o", at("out.onnx")]],
  ["inspect", (model) => ["inspect", model]],
  ["attribute", (model) => ["attribute", at("x.npy"), "--model", model, "-o", at("r.npy")]],
];

test.each(commands)("%s: what is no ONNX model is refused in words", async (_, words) => {
  await refused(words(at("truncated.onnx")), /truncated\.onnx: This is not a readable ONNX model/);
  await refused(words(at("random.onnx")), /random\.onnx: This is not a readable ONNX model/);
  await refused(words(at("text.onnx")), /text\.onnx: This is not a readable ONNX model/);
  await refused(words(at("json.onnx")), /json\.onnx: This is not a readable ONNX model/);
  await refused(words(at("empty.onnx")), /empty\.onnx: This is not a readable ONNX model: it holds no graph/);
  await refused(words(at("declared.onnx")), /Tensor "w" takes 13194139533312 bytes; at most/);
  await refused(words(at("folder.onnx")), /Cannot open .*folder\.onnx: it is a folder/);
  await refused(words(at("none.onnx")), /Cannot open .*none\.onnx: there is no such file/);
  if (pipes) await refused(words(at("pipe.onnx")), /Cannot open .*pipe\.onnx: it is not a plain file/);
});

test("a model that is fixed to a batch of no rows does not loop", async () => {
  await refused(["attribute", at("x.npy"), "--model", at("no-rows.onnx"), "-o", at("r.npy")], /no rows at all/);
});

test("what the engine fails at is told once, by us", async () => {
  const { code, stdout, stderr } = await runCommand(
    ["attribute", "x.npy", "--model", "huge-result.onnx", "-o", "r.npy"],
    folder.path,
  );
  expect(stderr).toMatch(/^neuralize: The engine could not run the model: .*\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
});

const table = {
  format: "neuralize-kmeans",
  version: 1,
  columns: ["a", "b", "c"].map((name) => ({ name, kind: "number", offset: 0, scale: 1, fill: null })),
  scaling: "none",
  centroids: [
    [0, 0, 0],
    [1, 1, 1],
  ],
  beta: 1,
  clusters: [0, 1].map((cluster) => ({ cluster, name: `cluster ${cluster}`, size: 1 })),
};
const column = (more: object) => ({ ...table, columns: [{ ...table.columns[0], ...more }, ...table.columns.slice(1)] });

const models: readonly (readonly [string, unknown, RegExp])[] = [
  ["cut off", '{"format": "neuralize-kmeans", ', /it is not JSON/],
  ["NaN", JSON.stringify(table).replace("[0,0,0]", "[0,NaN,0]"), /it is not JSON/],
  ["Infinity", JSON.stringify(table).replace("[0,0,0]", "[0,1e999,0]"), /centroids\[0\]\[1\].*finite number/],
  ["another kind of text", "a,b\n\u001b[31m1,2\n", /it is not JSON \(.*\uFFFD\[31m1.*\)/],
  ["no object", [], /a list|an object is expected|object/],
  ["null", null, /object is expected/],
  ["text", '"model"', /object is expected/],
  ["another format", { ...table, format: "onnx" }, /"onnx" version 1/],
  ["a newer version", { ...table, version: 2 }, /version 2/],
  ["a version in words", { ...table, version: "1" }, /version.*finite number/],
  ["no columns", { ...table, columns: [] }, /there are none/],
  ["a column twice", column({ name: "b" }), /"b" occurs twice/],
  ["a column without a scale", column({ scale: 0 }), /scale.*positive/],
  ["a column of another kind", column({ kind: "constructor" }), /kind.*one of/],
  ["a fill in words", column({ fill: "mean" }), /fill.*finite number/],
  [
    "centroids of another width",
    {
      ...table,
      centroids: [
        [1, 2],
        [3, 4],
      ],
    },
    /centroids\[0\].*2 numbers.*3/,
  ],
  ["no centroids", { ...table, centroids: [] }, /there are none/],
  ["a centroid that is a number", { ...table, centroids: [1, 2] }, /centroids\[0\].*list of numbers/],
  ["a negative stiffness", { ...table, beta: -1 }, /beta.*at least 0/],
  ["clusters of another number", { ...table, clusters: [] }, /there are 0 for 2/],
  ["only a prototype", '{"__proto__": {"format": "neuralize-kmeans"}}', /"format" is missing/],
  ["deeper than the stack", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, /object is expected/],
];

const saved = folderWith();
afterAll(saved.remove);

test("a model.json that is none, or of wrong values, is refused with the place", async () => {
  for (const [name, content, says] of models) {
    const path = join(saved.path, `${name}.json`);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    await refused(["compile", path, "-o", at("out.onnx")], says);
    await refused(["explain", at("t.csv"), "--model", path, "-o", at("out")], says);
  }
  for (const path of ["good.onnx", "photos/a.png", "folder.onnx"])
    await refused(["explain", at("t.csv"), "--centroids", at(path), "--scale", "none", "-o", at("out")], /./);
  if (pipes) await refused(["compile", at("pipe.json"), "-o", at("out.onnx")], /not a plain file/);
});

const pictures = {
  format: "neuralize-image-kmeans",
  version: 1,
  extractor: { file: "extractor.onnx", sha256: "0", from: "x.onnx" },
  clusters: [],
  centroids: [[1]],
};

test("a model.json of pictures is refused with the place, and reads only what lies beside it", async () => {
  const explain = async (content: unknown, says: RegExp): Promise<void> => {
    const path = join(saved.path, "pictures.json");
    writeFileSync(path, JSON.stringify(content));
    await refused(["explain", at("photos"), "--model", path, "-o", at("out")], says);
  };
  await explain({ ...pictures, version: 9 }, /version 9/);
  await explain({ ...pictures, extractor: "extractor.onnx" }, /extractor.*object is expected/);
  for (const file of ["../good.onnx", "/etc/passwd", ".hidden", "", "a\\b"])
    await explain({ ...pictures, extractor: { ...pictures.extractor, file } }, /not a plain name/);
  await explain(pictures, /extractor\.onnx: it does not lie beside pictures\.json/);
  writeFileSync(join(saved.path, "extractor.onnx"), good);
  await explain(pictures, /it is not the network that pictures\.json was saved with/);
});

test("verify fails each broken case with its reason, and goes on", async () => {
  const root = folderWith();
  const add = (name: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
    mkdirSync(join(root.path, name));
    for (const [file, content] of Object.entries(files)) writeFileSync(join(root.path, name, file), content);
  };
  const cases = (more: object) =>
    JSON.stringify({
      model: "model.onnx",
      input: "x.npy",
      targets: [0, 0],
      cases: [
        {
          name: "one",
          expected: "r.npy",
          float32_spread: 0,
          method: "lrp",
          seed: "one-hot",
          composite: { composite: "epsilon_plus" },
        },
      ],
      ...more,
    });
  const x = writeNpy({ shape: [2, 3], data: new Float32Array(6) });
  add("a", { "cases.json": "no json" });
  add("b", { "cases.json": cases({ model: "../../etc/passwd" }) });
  add("c", { "cases.json": cases({}), "model.onnx": "no model", "x.npy": x });
  add("d", { "cases.json": cases({}), "model.onnx": good, "x.npy": "no array" });
  add("e", { "cases.json": cases({}), "model.onnx": good, "x.npy": x.subarray(0, -4) });
  add("f", { "cases.json": cases({}), "model.onnx": good, "x.npy": x });
  add("g\u001b[31m", { "cases.json": cases({ targets: "all" }) });
  if (pipes) {
    add("h", { "cases.json": cases({}), "x.npy": x });
    spawnSync("mkfifo", [join(root.path, "h/model.onnx")]);
  }
  const { code, stdout, stderr } = await runCommand(["verify", "."], root.path);
  root.remove();
  const lines = stdout.trimEnd().split("\n");
  expect(lines.map((line) => line.replace(/\s.*FAIL/, " FAIL"))).toEqual([
    expect.stringMatching(/^a\/cases\.json FAIL .*not JSON/),
    expect.stringMatching(/^b\/one FAIL .*outside its own folder/),
    expect.stringMatching(/^c\/one FAIL .*not a readable ONNX model/),
    expect.stringMatching(/^d\/one FAIL .*not a \.npy file/),
    expect.stringMatching(/^e\/one FAIL .*needs 24 bytes of data but it has 20/),
    expect.stringMatching(/^f\/one FAIL .*r\.npy: there is no such file/),
    expect.stringMatching(/^g\uFFFD\[31m\/cases\.json FAIL .*targets/),
    ...(pipes ? [expect.stringMatching(/^h\/one FAIL .*not a plain file/)] : []),
    expect.stringMatching(/^0 passed, \d failed$/),
  ]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});
