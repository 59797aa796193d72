import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, watch, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { DuckDBInstance } from "@duckdb/node-api";
import { constant, decode, encode, float32, ops, recogniseClusterings, scalar, type Value } from "neuralize";
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { ended, fixture, folderWith, runCommand, startCommand } from "../../../../test/support/run-command.ts";
import { runBuiltInProcess, runInProcess } from "../../../../test/support/run-in-process.ts";
import { uniform } from "../../../../test/support/small-networks.ts";
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorShapeProto_DimensionSchema,
} from "../../../neuralize/src/onnx/generated/onnx_pb.ts";
import { preprocessingFromJson } from "../images/preprocess/from-json.ts";
import { inputLength, writeInput } from "../images/preprocess/input-values.ts";
import { readNpy } from "../npy/npy.ts";
import type { ConservationByNode } from "../report/image-page-data.ts";

// Three convolutions to 16 features, 4 centroids; [N, 3, 16, 16].
const clustering = fixture("onnx-kmeans/reference_vgg-kmeans.onnx");
const preprocess = JSON.stringify({ size: 16, mean: 0.5, std: 0.25 });

const folder = folderWith({ "p.json": preprocess });
afterAll(folder.remove);
const preprocessFile = join(folder.path, "p.json");
const at = (...parts: readonly string[]) => join(folder.path, ...parts);

const colors = ["#c03020", "#20a040", "#2040c0", "#e0e0e0", "#101010", "#c0a020"];

/** 24 × 16 pixels: a disk on a ground. */
const drawing = (i: number) => {
  const [ground = "", disk = ""] = [colors[i % 6], colors[(i * 5 + 1 + Math.floor(i / 6)) % 6]];
  const data = Buffer.from(
    Array.from({ length: 24 * 16 }, (_, pixel) => {
      const inside = ((pixel % 24) - 8 - (i % 5)) ** 2 + (Math.floor(pixel / 24) - 8) ** 2 < 30;
      return [1, 3, 5].map((start) => Number.parseInt((inside ? disk : ground).slice(start, start + 2), 16));
    }).flat(),
  );
  return sharp(data, { raw: { width: 24, height: 16, channels: 3 } });
};

beforeAll(async () => {
  for (const sub of ["photos/a/deep", "photos/b", "bad"]) mkdirSync(at(sub), { recursive: true });
  for (let i = 0; i < 18; i++) {
    const png = await drawing(i).png().toBuffer();
    writeFileSync(at("photos", i % 2 === 0 ? "a/deep" : "b", `${String(i).padStart(2, "0")}.png`), png);
  }
  writeFileSync(at("photos/b/cut.jpg"), (await drawing(3).jpeg().toBuffer()).subarray(0, -200));
  writeFileSync(at("photos/a/notes.txt"), "no picture");
  writeFileSync(at("bad/text.png"), "no picture");
  writeFileSync(at("bad/empty.jpg"), "");
  if (process.platform !== "win32") symlinkSync(at("bad/text.png"), at("photos/b/link.png"));
});

async function run(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(words, folder.path);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

/** The same without a process of its own and without a summary. */
async function explain(...words: readonly string[]): Promise<void> {
  expect(await explained(...words)).toMatchObject({ code: 0, stdout: "", stderr: "" });
}

const explained = (...words: readonly string[]) => runBuiltInProcess(["explain", ...words, "--quiet"], folder.path);

type Row = Readonly<Record<string, string | number>>;

async function rowsOf(out: string): Promise<readonly Row[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const result = await connection.runAndReadAll(`FROM read_parquet('${at(out, "explanations.parquet")}')`);
  return result
    .getRowObjects()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, name === "file" ? String(cell) : Number(cell)]),
      ),
    );
}

interface Page {
  readonly totalImages: number;
  readonly kSelection?: { readonly chosen: number; readonly curve: readonly { readonly k: number }[] };
  readonly images: readonly {
    readonly file: string;
    readonly cluster: number;
    readonly margins: readonly number[];
    readonly maps: readonly {
      readonly against: string | number;
      readonly positive: number;
      readonly evidence: number;
    }[];
    readonly picture: { readonly data: string };
  }[];
  readonly clusters: readonly { readonly typical: readonly number[] }[];
  readonly provenance: {
    readonly skipped: readonly { readonly file: string }[];
    readonly rules: readonly object[];
    readonly conservation: ConservationByNode;
  };
}

const pageOf = (out: string): Page => {
  const html = readFileSync(at(out, "report.html"), "utf8");
  const [, data = ""] = /<script type="application\/json" id="report-data">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(data) as Page;
};

test("a network with a k-means inside: table, heatmaps, relevance, page, model and explainer agree", async () => {
  const stdout = await run(
    ...["explain", "photos", "--model", clustering, "--preprocess", "p.json", "--save-relevance", "-o", "out"],
  );
  expect(stdout).toContain("photos/: 18 pictures, 4 clusters");
  expect(stdout).toContain("Compared with folder: adjusted Rand index");
  expect(stdout).toMatch(
    /2 pictures could not be used:\n {2}b\/link.png: it is a link that leads out.*\n {2}b\/cut.jpg is damaged/,
  );
  expect(stdout).toContain("1 file that are no pictures by name were passed over.");

  const rows = await rowsOf("out");
  expect(rows.map(({ file }) => file)).toEqual([
    ...Array.from({ length: 9 }, (_, i) => `a/deep/${String(2 * i).padStart(2, "0")}.png`),
    ...Array.from({ length: 9 }, (_, i) => `b/${String(2 * i + 1).padStart(2, "0")}.png`),
  ]);
  expect(readdirSync(at("out")).sort()).toEqual([
    "explainer.onnx",
    "explanations.parquet",
    "extractor.onnx",
    "heatmaps",
    "model.json",
    "relevance",
    "report.html",
  ]);
  const page = pageOf("out");
  expect(page.totalImages).toBe(18);
  expect(page.provenance.skipped.map(({ file }) => file)).toEqual(["b/link.png", "b/cut.jpg"]);
  expect(page.provenance.rules).not.toEqual([]);
  const { sampled, leaks, reasons } = page.provenance.conservation;
  expect(sampled).toBe(4);
  // Nothing is lost in the pool of the margins: the first node that leaks gets all of the evidence.
  expect(leaks[0]).toMatchObject({ operator: "NeuralizedKMeans", rule: "epsilon", arriving: 1 });
  expect(leaks.map(({ rule }) => rule)).toContain("gamma");
  expect(reasons.find(({ rule }) => rule === "gamma")?.reason).toMatch(/^biases take their share/);

  const explainer = await InferenceSession.create(at("out", "explainer.onnx"));
  const { metadata } = decode(readFileSync(at("out", "explainer.onnx")));
  const input = { name: "x", layout: "NCHW", channels: 3 } as const;
  const preparation = preprocessingFromJson(metadata["neuralize.preprocessing"] ?? "", "metadata", input);
  const beta = Number(metadata["neuralize.beta"]);
  for (const [i, row] of rows.entries()) {
    const file = String(row.file);
    const stem = file.slice(0, -4);
    expect(existsSync(at("out/heatmaps", `${stem}.png`))).toBe(true);
    const { shape, data } = readNpy(readFileSync(at("out/relevance", `${stem}.npy`)), stem);
    expect(shape).toEqual([3, 16, 16]);
    // float64 sums of float32 numbers, written as float32.
    const sum = Array.from(data).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(Number(row.relevance), 5);
    expect(Number(row.relevance_positive) + Number(row.relevance_negative)).toBeCloseTo(sum, 5);

    const shown = page.images[i];
    expect(shown).toMatchObject({ file, cluster: row.cluster });
    // The page rounds to seven digits, and sums over cells, which here are the pixels.
    expect(shown?.maps[0]).toMatchObject({ against: "all", evidence: expect.closeTo(Number(row.evidence), 5) });
    expect(shown?.maps[0]?.positive).toBeCloseTo(Number(row.relevance_positive), 4);
    const competitors = [0, 1, 2, 3]
      .filter((k) => k !== row.cluster)
      .sort((a, b) => (shown?.margins[a] ?? 0) - (shown?.margins[b] ?? 0));
    expect(shown?.maps.map(({ against }) => against)).toEqual(["all", ...competitors]);
    // float32 distances against float64 ones.
    for (const { against, evidence } of shown?.maps.slice(1) ?? [])
      expect(evidence).toBeCloseTo(shown?.margins[Number(against)] ?? Number.NaN, 3);

    // The picture is 24 × 16: resized by nothing, the central 16 columns are seen.
    const { data: pixels } = await sharp(at("photos", file))
      .extract({ left: 4, top: 0, width: 16, height: 16 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const x = new Float32Array(inputLength(preparation));
    writeInput({ width: 16, height: 16, data: pixels }, preparation, x);
    const alone = await explainer.run({
      x: new Tensor("float32", x, [1, 3, 16, 16]),
      beta: new Tensor("float32", [beta], []),
    });
    expect(Number(alone.cluster?.data[0])).toBe(row.cluster);
    expect(Number(alone.evidence?.data[0])).toBeCloseTo(Number(row.evidence), 4);
    const difference = Array.from(alone.relevance?.data as Float32Array, (value, j) =>
      Math.abs(value - (data[j] ?? 0)),
    );
    expect(Math.max(...difference)).toBeLessThanOrEqual(1e-4 * Math.abs(Number(row.evidence)) + 1e-6);
  }
  await explainer.release();
});

test("the saved model explains the same pictures identically, and other ones", async () => {
  await explain(at("photos"), "--model", clustering, "--preprocess", at("p.json"), "-o", at("first"));
  await explain(at("photos"), "--model", at("first/model.json"), "-o", at("again"));
  expect(await rowsOf("again")).toEqual(await rowsOf("first"));
  const model = (out: string) => JSON.parse(readFileSync(at(out, "model.json"), "utf8")) as { centroids: number[][] };
  expect(model("again").centroids).toEqual(model("first").centroids);
  expect(pageOf("again").provenance.conservation).toEqual(pageOf("first").provenance.conservation);
  await explain(at("photos/b/05.png"), "--model", at("first/model.json"), "-o", at("single"));
  const [single, ...others] = await rowsOf("single");
  expect(others).toEqual([]);
  const same = (await rowsOf("first")).find(({ file }) => file === "b/05.png");
  expect(single).toMatchObject({ file: "05.png", cluster: same?.cluster, runner_up: same?.runner_up });
  // A batch of another size sums in another order.
  expect(single?.evidence).toBeCloseTo(Number(same?.evidence), 4);
});

test("the saved model keeps its rules, for new pictures and for compile", async () => {
  const rules = ["--composite", '{"composite":"epsilon_plus","epsilon":0.02}', "--canonizers", "none"];
  const saved = ["--save-relevance", "-o"];
  const words = ["--model", clustering, "--preprocess", at("p.json"), ...rules, "--pool", "logmeanexp"];
  await explain(at("photos"), ...words, ...saved, at("ruled"));
  await explain(at("photos"), "--model", at("ruled/model.json"), ...saved, at("ruled again"));
  expect(await rowsOf("ruled again")).toEqual(await rowsOf("ruled"));
  const relevance = (out: string) => readNpy(readFileSync(at(out, "relevance/b/05.npy")), "").data;
  expect(relevance("ruled again")).toEqual(relevance("ruled"));
  // Other rules are another explanation.
  await explain(at("photos"), "--model", at("ruled/model.json"), "--composite", "epsilon_plus", "-o", at("other"));
  expect(await rowsOf("other")).not.toEqual(await rowsOf("ruled"));

  const compiled = await runInProcess(["compile", at("ruled/model.json"), "-o", at("compiled.onnx")]);
  expect(compiled).toMatchObject({ code: 0, stderr: "" });
  expect(compiled.stdout).toContain("Explained by epsilon_plus(epsilon=0.02).");
  const files = [at("ruled/explainer.onnx"), at("compiled.onnx")];
  const x = { type: "float32", dims: [2, 3, 16, 16], data: uniform(2 * 3 * 16 * 16, 3) } as const;
  const beta = { type: "float32", dims: [], data: Float32Array.of(0.5) } as const;
  const [written, own] = await Promise.all(
    files.map(async (file) => {
      const session = await nativeEngine.load(readFileSync(file));
      const { relevance, cluster } = await session.run({ x, ...(session.inputs.includes("beta") && { beta }) });
      await session.close();
      return [relevance?.data, cluster?.data];
    }),
  );
  expect(own).toEqual(written);
  expect(decode(readFileSync(at("compiled.onnx"))).metadata).toEqual(
    decode(readFileSync(at("ruled/explainer.onnx"))).metadata,
  );

  const gradient = ["compile", at("ruled/model.json"), "--composite", "gradient", "-o", at("gradient.onnx")];
  expect((await runInProcess(gradient)).stdout).toMatch(/In: x \[N, 3, 16, 16\]\. Out: .*\nExplained by gradient\./);
  writeFileSync(at("lonely.json"), readFileSync(at("ruled/model.json")));
  const lonely = await runInProcess(["compile", at("lonely.json"), "-o", at("refused.onnx")]);
  expect(lonely).toMatchObject({ code: 1, stderr: expect.stringContaining("it does not lie beside lonely.json") });
  const foreign = await runInProcess([...gradient, "--from", "features"]);
  expect(foreign).toMatchObject({ code: 2, stderr: expect.stringMatching(/--from is for ONNX models/) });
});

test("pictures of the only competitor itself have nothing to be contrasted with, and that is said", async () => {
  const [first] = await rowsOf("first");
  const words = ["--model", at("first/model.json"), "--against", String(first?.cluster), "-o", "contrasted"];
  const stdout = await run("explain", "photos", ...words);
  expect(stdout).toMatch(/The \d+ pictures of cluster \d+ have no competitor in --against \d+; their evidence/);
  const { images } = pageOf("contrasted");
  for (const { cluster, maps } of images) expect(maps.length > 0).toBe(cluster !== first?.cluster);
});

test("an extractor: any tensor is clustered, maps are averaged, k by silhouette, one target against a few", async () => {
  const json = await run(
    ...["explain", "photos", "--extractor", clustering, "--embedding", "/0/0.9/MaxPool_output_0", "-k", "2..4"],
    ...["--preprocess", preprocess, "--target", "0", "--against", "1", "--composite", "epsilon_plus"],
    ...["--heatmap", "plain", "--color-scale", "shared", "--percentile", "100", "--colormap", "bwr"],
    ...["--json", "-o", "fitted"],
  );
  const summary = JSON.parse(json) as {
    k: number;
    notes: readonly string[];
    kSelection: { curve: readonly { k: number }[] };
  };
  expect(summary.kSelection.curve.map(({ k }) => k)).toEqual([2, 3, 4]);
  expect(summary.notes.join("\n")).toMatch(/is averaged over its \d+ × \d+ positions/);
  const shownCurve = pageOf("fitted").kSelection;
  expect([shownCurve?.chosen, shownCurve?.curve.map(({ k }) => k)]).toEqual([summary.k, [2, 3, 4]]);
  const rows = await rowsOf("fitted");
  expect(new Set(rows.map(({ runner_up }) => runner_up))).toEqual(new Set([1]));
  const shown = await sharp(at("fitted/heatmaps/b/05.png")).metadata();
  expect([shown.width, shown.height]).toEqual([16, 16]);
});

/** Evidence to float32 roundings that depend on the size of the batch. */
const expectSameExplanations = async (out: string, reference: string): Promise<void> => {
  const [found, expected] = [await rowsOf(out), await rowsOf(reference)];
  expect(found.map(({ file, cluster, runner_up }) => [file, cluster, runner_up])).toEqual(
    expected.map(({ file, cluster, runner_up }) => [file, cluster, runner_up]),
  );
  found.forEach(({ evidence, relevance }, i) => {
    expect(evidence).toBeCloseTo(Number(expected[i]?.evidence), 4);
    expect(relevance).toBeCloseTo(Number(expected[i]?.relevance), 4);
  });
};

test("models of one picture per run, and of pictures of any size", async () => {
  const bytes = readFileSync(clustering);
  for (const [name, shape] of [
    ["one", [1, 3, 16, 16]],
    ["five", [5, 3, 16, 16]],
    ["any", ["N", 3, "H", "W"]],
  ] as const) {
    writeFileSync(at(`${name}.onnx`), encode(decode(bytes, { inputShapes: { x: shape } }).graph));
    await explain(at("photos"), "--model", at(`${name}.onnx`), "--preprocess", at("p.json"), "-o", at(name));
    await expectSameExplanations(name, "first");
  }
});

test("a model that takes [N, H, W, C]", async () => {
  const model = fromBinary(ModelProtoSchema, readFileSync(clustering));
  const { graph } = model;
  if (graph === undefined) throw new Error("no graph");
  const perm = create(AttributeProtoSchema, { name: "perm", type: AttributeType.INTS, ints: [0n, 3n, 1n, 2n] });
  graph.node.unshift(
    create(NodeProtoSchema, { opType: "Transpose", input: ["nhwc"], output: ["x"], attribute: [perm] }),
  );
  const shape = ["N", 16n, 16n, 3n].map((size) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof size === "string" ? { case: "dimParam", value: size } : { case: "dimValue", value: size },
    }),
  );
  for (const input of graph.input) {
    input.name = "nhwc";
    if (input.type?.value.case === "tensorType" && input.type.value.value.shape)
      input.type.value.value.shape.dim = shape;
  }
  writeFileSync(at("nhwc.onnx"), toBinary(ModelProtoSchema, model));
  const words = ["--preprocess", at("p.json"), "--save-relevance", "-o", at("nhwc")];
  await explain(at("photos"), "--model", at("nhwc.onnx"), ...words);
  await expectSameExplanations("nhwc", "first");
  const { shape: saved } = readNpy(readFileSync(at("nhwc/relevance/b/05.npy")), "05.npy");
  expect(saved).toEqual([16, 16, 3]);
});

test.each([
  ["no network", ["photos"], /Say how pictures are compared: --extractor/],
  ["no k", ["photos", "--extractor", clustering, "--preprocess", "imagenet"], /Say how many clusters/],
  ["two sources", ["photos", "--model", clustering, "-k", "3"], /-k belongs to the model/],
  [
    "no preprocessing",
    ["photos", "--model", clustering],
    /Say how pictures become inputs of reference_vgg-kmeans.onnx/,
  ],
  ["an option of tables", ["photos", "--model", clustering, "--scale", "none"], /--scale belongs to tables/],
  ["an option of pictures", ["table.csv", "-k", "3", "--opacity", "1"], /--opacity belongs to pictures/],
  [
    "a preset that is none",
    ["photos", "--model", clustering, "--composite", "epsilon_pluss"],
    /no preset.*epsilon_pluss/,
  ],
  [
    "a gradient, which is no decomposition",
    ["photos", "--model", clustering, "--composite", "gradient"],
    /does not take the evidence apart.*attribute --method gradient/,
  ],
  ["no such cluster", ["photos", "--model", clustering, "--preprocess", preprocess, "--target", "9"], /no cluster 9/],
  [
    "no such tensor",
    ["photos", "--extractor", clustering, "-k", "2", "--preprocess", preprocess, "--embedding", "z"],
    /no tensor "z"/,
  ],
  [
    "nothing but damaged pictures",
    ["bad", "--model", clustering, "--preprocess", preprocess],
    /None of the pictures.*\n.*empty.jpg is empty.*\n.*text.png is not a picture/s,
  ],
  ["no such file", ["nowhere.jpg", "--model", clustering, "--preprocess", preprocess], /Cannot open .*nowhere.jpg/],
  ["a model of tables", ["photos", "--model", preprocessFile], /p.json: "format" is missing/],
])("%s is refused in words, and nothing is written", async (_, [what = "", ...words], message) => {
  const { code, stdout, stderr } = await explained(at(what), ...words, "-o", at("refused"));
  expect(stderr).toMatch(message);
  expect(code).toBeGreaterThan(0);
  expect(stdout).toBe("");
  expect(existsSync(at("refused"))).toBe(false);
});

test.each([
  ["similarities", (similarity: Value) => ops.argMax(similarity, 1, false)],
  ["distances 1 − similarity", (similarity: Value) => ops.argMin(ops.sub(scalar(1), similarity), 1, false)],
])("spherical k-means behind a network is refused by its name: %s", async (_, assigned) => {
  const { graph } = decode(readFileSync(clustering));
  const points = recogniseClusterings(graph).matches[0]?.points ?? scalar(0);
  const direction = ops.div(points, ops.clip(ops.reduceL2(points, [1]), scalar(1e-12)));
  const centroids = constant(float32(Array.from(uniform(64, 8)), [16, 4]));
  const cluster = assigned(ops.matMul(direction, centroids));
  writeFileSync(at("cosine.onnx"), encode({ inputs: graph.inputs, outputs: { cluster } }));
  const words = ["--model", at("cosine.onnx"), "--preprocess", preprocess, "-o", at("refused")];
  const { code, stderr } = await explained(at("photos"), ...words);
  expect(stderr).toMatch(
    /cosine\.onnx: no k-means was found.*by cosine similarity; spherical k-means.*--extractor cosine\.onnx -k 8/s,
  );
  expect(code).toBe(1);
  expect(existsSync(at("refused"))).toBe(false);
});

test("one picture, however it is stored and called, is explained alike", async () => {
  mkdirSync(at("stored"));
  const plain = drawing(4);
  const turned = sharp(await plain.clone().rotate(-90).png().toBuffer());
  const forms = {
    "a.png": plain.clone().png(),
    "sixteen bits.png": plain.clone().toColourspace("rgb16").png(),
    "opaque.webp": plain.clone().ensureAlpha().webp({ lossless: true }),
    "turned.png": turned.withMetadata({ orientation: 6 }).png(),
    // Windows allows fewer names.
    [process.platform === "win32" ? "we[1] 'q' #%20.png" : "we*ird[1] 'q' \"q\" #%20?.png"]: plain.clone().png(),
    "inks.jpg": plain.clone().toColourspace("cmyk").jpeg({ quality: 100, chromaSubsampling: "4:4:4" }),
  };
  for (const [name, image] of Object.entries(forms)) writeFileSync(at("stored", name), await image.toBuffer());
  await explain(at("stored"), "--model", clustering, "--preprocess", preprocessFile, "-o", at("out-stored"));
  const [first, ...others] = await rowsOf("out-stored");
  expect(others.map(({ file }) => file)).toEqual(Object.keys(forms).slice(1).sort());
  for (const { file, cluster, evidence } of others) {
    expect(cluster).toBe(first?.cluster);
    // Inks cannot print every colour of the drawing.
    if (file === "inks.jpg") continue;
    // Rounding of a colour to 8 bits, in float32.
    expect(Math.abs(Number(evidence) / Number(first?.evidence) - 1)).toBeLessThan(1e-3);
  }
});

test("a path that is not there is told before what does not fit it", async () => {
  const words = ["explain", "nowhere", "--model", clustering, "--preprocess", "p.json"];
  const { code, stderr } = await runCommand(words, folder.path);
  expect(stderr).toBe(
    "neuralize: Cannot open nowhere: there is no such file or folder. Check the path and its permissions.\n",
  );
  expect(code).toBe(1);
});

test("a model whose network was exchanged is refused", async () => {
  mkdirSync(at("moved"));
  writeFileSync(at("moved/model.json"), readFileSync(at("first/model.json")));
  writeFileSync(at("moved/extractor.onnx"), readFileSync(clustering));
  const attempt = async () =>
    (await explained(at("photos"), "--model", at("moved/model.json"), "-o", at("refused"))).stderr;
  expect(await attempt()).toMatch(/extractor.onnx: it is not the network that model.json was saved with/);
  const outside = readFileSync(at("first/model.json"), "utf8").replace('"extractor.onnx"', '"../first/extractor.onnx"');
  writeFileSync(at("moved/model.json"), outside);
  expect(await attempt()).toMatch(/extractor: its file is not a plain name/);
});

test("the network is not written over by the one that explanations are saved with", async () => {
  mkdirSync(at("beside"));
  writeFileSync(at("beside/extractor.onnx"), readFileSync(clustering));
  const refused = await explained(at("photos"), "--model", at("beside/extractor.onnx"), "-o", at("beside"));
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("extractor.onnx") });
  expect(readdirSync(at("beside"))).toEqual(["extractor.onnx"]);
});

test.skipIf(process.platform === "win32")("Ctrl-C while heatmaps are written leaves nothing behind", async () => {
  mkdirSync(at("many"));
  const png = await drawing(1).png().toBuffer();
  for (let i = 0; i < 400; i++) writeFileSync(at("many", `${i}.png`), png);
  mkdirSync(at("interrupted"));
  const began = new Promise<void>((resolve) => {
    const watcher = watch(at("interrupted"), (_, name) => {
      if (name === null || !basename(name).startsWith(".heatmaps")) return;
      watcher.close();
      resolve();
    });
  });
  const child = startCommand(
    [
      "explain",
      "many",
      "--model",
      clustering,
      "--preprocess",
      "p.json",
      "--color-scale",
      "shared",
      "-o",
      "interrupted",
    ],
    folder.path,
    { TMPDIR: folder.path },
  );
  const end = ended(child);
  await began;
  child.kill("SIGINT");
  expect(await end).toEqual({ code: null, signal: "SIGINT", stdout: "", stderr: "" });
  expect(readdirSync(at("interrupted"))).toEqual([]);
  expect(readdirSync(folder.path).filter((name) => name.startsWith("neuralize-"))).toEqual([]);
});
