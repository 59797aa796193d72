import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decode } from "../../packages/neuralize/src/onnx/decode.ts";
import { encodePng } from "../../packages/neuralize-cli/src/images/heatmap/encode-png.ts";
import { readNpy, writeNpy } from "../../packages/neuralize-cli/src/npy/npy.ts";
import { buildModel, intAttribute, intsAttribute, nodeOf, tensorInfo, weights, whole } from "../support/build-model.ts";
import { folderWith } from "../support/run-command.ts";
import { runInProcess } from "../support/run-in-process.ts";

const inherited = ["__proto__", "constructor", "toString"] as const;
/** Colours, a new line, a bell, an eight-bit control sequence, text from right to left. */
const terminal = "\u001b[31mred\nnext\r\u0007\u009b2J\u202e";
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

const folder = folderWith({
  "x.npy": writeNpy({ shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) }),
});
afterAll(folder.remove);
const at = (...parts: readonly string[]): string => join(folder.path, ...parts);

/** Two dense layers with the names of input, weights, inner tensor and output as given. */
function network(x: string, w: string, h: string, y: string, values = [1, -2, 3, -4, 5, -6]): string {
  const path = at("network.onnx");
  writeFileSync(
    path,
    buildModel(
      [
        { opType: "MatMul", input: [x, w], output: ["a"] },
        { opType: "Relu", input: ["a"], output: [h], name: h },
        { opType: "MatMul", input: [h, "v"], output: [y] },
      ],
      {
        input: [tensorInfo(x, 1, ["N", 3])],
        output: [tensorInfo(y, 1)],
        initializer: [weights(w, [3, 2], values), weights("v", [2, 2], [1, 2, -3, 4])],
      },
    ),
  );
  return path;
}

async function run(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runInProcess(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** The same of the built command, which has the page beside it. */
async function explain(...words: readonly string[]): Promise<void> {
  const built: string = new URL("../../packages/neuralize-cli/dist/commands/program.js", import.meta.url).href;
  const { neuralizeCommand } = (await import(
    built
  )) as typeof import("../../packages/neuralize-cli/src/commands/program.ts");
  await neuralizeCommand().parseAsync(["node", "neuralize", "explain", ...words, "--quiet"]);
}

async function relevance(model: string, ...more: readonly string[]): Promise<readonly number[]> {
  await run("attribute", at("x.npy"), "--model", model, "-o", at("r.npy"), "--quiet", ...more);
  return [...readNpy(readFileSync(at("r.npy")), "r.npy").data];
}

test("a network is explained whatever its tensors are called", async () => {
  const expected = await relevance(network("x", "w", "h", "y"));
  for (const name of [...inherited, "beta", terminal]) {
    for (const model of [
      network(name, "w", "h", "y"),
      network("x", name, "h", "y"),
      network("x", "w", name, "y"),
      network("x", "w", "h", name),
    ])
      expect(await relevance(model)).toEqual(expected);
    expect(await relevance(network("x", "w", "h", name), "--from", name)).toEqual(expected);
    const compiled = at("explainer.onnx");
    await run("compile", network(name, "w", "h", "y"), "-o", compiled, "--quiet");
    expect(
      decode(readFileSync(compiled)).graph.inputs.map(({ producer }) => "name" in producer && producer.name),
    ).toEqual([name]);
  }
});

test("a name that every object answers to is no tensor", async () => {
  const words = ["attribute", at("x.npy"), "--model", network("x", "w", "h", "y"), "-o", at("none.npy")];
  for (const name of inherited)
    expect((await runInProcess([...words, "--from", name])).stderr).toContain(`has no tensor "${name}"`);
});

test("an operator may be called like what every object has", async () => {
  for (const name of inherited) {
    const path = at("operator.onnx");
    const declared = { valueInfo: [tensorInfo("h", 1, ["N", 3])] };
    writeFileSync(
      path,
      buildModel([nodeOf(`${name}(x) -> h`), nodeOf("Mul(x, h) -> m"), nodeOf("Relu(m) -> y")], declared),
    );
    expect(await run("inspect", path, "--composite", "epsilon_plus")).toMatch(
      new RegExp(`h \\(${name}\\): give it a rule`),
    );
  }
});

test("no name of a model reaches the terminal as it is", async () => {
  const model = network(terminal, terminal.repeat(2), `${terminal}h`, `${terminal}y`);
  const outputs = [
    await run("inspect", model),
    await run("inspect", model, "--composite", "epsilon_plus"),
    await run("inspect", model, "--pass", "simplify"),
    await run("compile", model, "-o", at("explainer.onnx")),
    await run("attribute", at("x.npy"), "--model", model, "-o", at("r.npy"), "--conservation"),
    (await runInProcess(["attribute", at("x.npy"), "--model", model, "--from", "yy", "-o", at("none.npy")])).stderr,
  ];
  writeFileSync(
    model,
    buildModel([{ opType: terminal, domain: terminal, input: ["x"], output: ["y"], name: terminal }]),
  );
  outputs.push(await run("inspect", model), (await runInProcess(["compile", model, "-o", at("none.onnx")])).stderr);
  for (const text of outputs) {
    expect(text).toContain("\uFFFD[31mred\uFFFDnext");
    expect(text).not.toMatch(obeyed);
  }
});

/** k-means with two centroids over columns that are inputs of their own. */
const pipeline = (columns: readonly string[]): Uint8Array =>
  buildModel(
    [
      { opType: "Concat", input: [...columns], output: ["points"], attribute: [intAttribute("axis", 1)] },
      nodeOf("Unsqueeze(points, one) -> u"),
      nodeOf("Sub(u, centres) -> d"),
      nodeOf("ReduceSumSquare(d) -> s", [intsAttribute("axes", [2]), intAttribute("keepdims", 0)]),
      nodeOf("ArgMin(s) -> label", [intAttribute("axis", 1), intAttribute("keepdims", 0)]),
    ],
    {
      input: columns.map((name) => tensorInfo(name, 1, ["N", 1])),
      output: [tensorInfo("label", 7), tensorInfo("s", 1)],
      initializer: [weights("centres", [1, 2, 3], [1, 2, 3, 7, 1, 5]), whole("one", [1], [1])],
    },
  );

const rows = ["1,2,3,x", "3,4,1,constructor", "7,1,2,__proto__", "1,1,1,x", "6,1,4,constructor", "8,2,3,__proto__"];

test("columns may be called like what every object has: the same numbers, the page included", async () => {
  const plain = ["a", "b", "c"];
  const explained: string[] = [];
  for (const names of [plain, inherited]) {
    const table = at("table.csv");
    writeFileSync(table, `${[...names, "hasOwnProperty"].join(",")}\n${rows.join("\n")}\n`);
    writeFileSync(at("pipeline.onnx"), pipeline(names));
    const out = (name: string) => at(`${names[0]}-${name}`);
    const words = ["--format", "csv"];
    await explain(table, "-k", "2", "--categorical", "hasOwnProperty", ...words, "-o", out("fitted"));
    await explain(table, "--model", join(out("fitted"), "model.json"), ...words, "-o", out("again"));
    await explain(table, "--model", at("pipeline.onnx"), "--label", "hasOwnProperty", ...words, "-o", out("imported"));
    await explain(table, "--clusters", "hasOwnProperty", ...words, "-o", out("given"));
    for (const run of ["fitted", "again", "imported", "given"]) {
      const [header = "", ...lines] = readFileSync(join(out(run), "explanations.csv"), "utf8")
        .trimEnd()
        .split("\n");
      for (const name of names) expect(header).toContain(`relevance_${name}`);
      expect(lines).toHaveLength(rows.length);
      explained.push(lines.join("\n"));
      const page = readFileSync(join(out(run), "report.html"), "utf8");
      const [, data = ""] = /<script type="application\/json" id="report-data">(.*?)<\/script>/s.exec(page) ?? [];
      const { columns } = JSON.parse(data) as { readonly columns: readonly { readonly name: string }[] };
      expect(columns.slice(0, 3).map(({ name }) => name)).toEqual(names);
    }
  }
  expect(explained.slice(4)).toEqual(explained.slice(0, 4));
});

test("weights that are no numbers are named, and nothing that follows from them is written", async () => {
  // Minus infinity ends in the ReLU: what occlusion makes of it is right.
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const model = network("x", "w", "h", "y", [1, -2, 3, value, 5, -6]);
    const said = `The model's tensor "w" holds ${value} (at place 3, from 0).`;
    expect(await run("inspect", model)).toContain(said);
    expect(await run("compile", model, "-o", at("explainer.onnx"))).toContain(said);
    for (const method of ["lrp", "gradient", "occlusion", "shapley"]) {
      const words = ["--model", model, "--method", method, "--target", "0", "-o", at("none.npy")];
      const { code, stdout, stderr } = await runInProcess(["attribute", at("x.npy"), ...words]);
      expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining(said) });
    }
  }
  expect(existsSync(at("none.npy"))).toBe(false);
});

test("an output that is no number is refused though its gradient is one", async () => {
  const model = at("shifted.onnx");
  writeFileSync(
    model,
    buildModel([nodeOf("Add(x, b) -> y")], { initializer: [weights("b", [3], [0, Number.NaN, 0])] }),
  );
  const words = ["attribute", at("x.npy"), "--model", model, "--method", "gradient", "-o", at("none.npy")];
  const { code, stderr } = await runInProcess([...words, "--target", "1"]);
  expect(stderr).toMatch(/x\.npy: "y" is NaN in row 0 .*tensor "b" holds NaN/);
  expect({ code, written: existsSync(at("none.npy")) }).toEqual({ code: 1, written: false });
});

test("clusterings whose numbers are none are not trusted, with the reason", async () => {
  writeFileSync(at("t.csv"), `a,b,c\n${rows.map((row) => row.replace(/,\D+$/, "")).join("\n")}\n`);
  const centroids = at("centroids.onnx");
  const bytes = pipeline(["a", "b", "c"]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const five = bytes.findIndex((_, i) => i + 4 <= bytes.length && view.getFloat32(i, true) === 7);
  view.setFloat32(five, Number.NaN, true);
  writeFileSync(centroids, bytes);
  const { code, stderr } = await runInProcess(["explain", at("t.csv"), "--model", centroids, "-o", at("none")]);
  expect(stderr).toMatch(/not trusted\. The model's tensor "centres" holds NaN/);
  expect({ code, written: existsSync(at("none")) }).toEqual({ code: 1, written: false });
});

test("pictures that a network makes no numbers of are not clustered", async () => {
  mkdirSync(at("photos"));
  for (const name of ["a", "b"])
    writeFileSync(at(`photos/${name}.png`), await encodePng({ width: 2, height: 2, data: new Uint8Array(12).fill(9) }));
  const model = at("extractor.onnx");
  writeFileSync(
    model,
    buildModel([nodeOf("Flatten(x) -> f"), nodeOf("MatMul(f, w) -> y")], {
      input: [tensorInfo("x", 1, ["N", 3, 2, 2])],
      output: [tensorInfo("y", 1)],
      initializer: [weights("w", [12, 2], [Number.NaN, ...new Array<number>(23).fill(1)])],
    }),
  );
  const words = ["--extractor", model, "-k", "2", "--preprocess", '{"size": 2, "mean": 0, "std": 1}', "-o", at("none")];
  const { code, stderr } = await runInProcess(["explain", at("photos"), ...words]);
  expect(stderr).toMatch(/None of the pictures .*tensor "w" holds NaN/s);
  expect({ code, written: existsSync(at("none")) }).toEqual({ code: 1, written: false });
});
