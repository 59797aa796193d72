import { expect, test } from "vitest";
import { compile } from "../../packages/neuralize/src/compile.ts";
import { compositeFromJson } from "../../packages/neuralize/src/composites/from-json.ts";
import { kmeansGraph } from "../../packages/neuralize/src/heads/kmeans-graph.ts";
import { decode } from "../../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { buildModel, nodeOf, tensorInfo, weights } from "../support/build-model.ts";
import { floats, runModel } from "../support/run-graph.ts";

const w = weights("w", [3, 2], [1, -2, 0.5, 3, -1, 1]);
const dense = nodeOf("MatMul(x, w) -> y");
const graphOf = (...parameters: Parameters<typeof buildModel>) => decode(buildModel(...parameters)).graph;
const rules = (rule: string) => {
  const composite = compositeFromJson({
    layer_map: [
      ["AnyLinear", rule],
      ["Activation", "pass"],
    ],
  });
  return () => composite;
};
const x = floats([1, 2, 3], [1, 3]);

test.each(["gradient", "epsilon", "zplus", "gamma", "flat", "wsquare", "alpha_beta"])(
  "a batch of no rows goes through the explainer of a network: %s",
  async (rule) => {
    const graph = graphOf([dense], { initializer: [w] });
    const { graph: explainer } = compile(graph, { composite: rule === "gradient" ? rule : rules(rule) });
    const { relevance, target, y } = await runModel(encode(explainer), { x: floats([], [0, 3]) });
    expect([y?.dims, target?.dims, relevance?.dims]).toEqual([[0, 2], [0], [0, 3]]);
  },
);

test("a batch of no rows goes through the explainer of a clustering", async () => {
  const { graph, head } = kmeansGraph({ data: Float64Array.of(0, 0, 1, 0, 5, 5), rows: 3, columns: 2 });
  const { graph: explainer } = compile(graph, { head, beta: 1 });
  const { cluster, relevance } = await runModel(encode(explainer), { x: floats([], [0, 2]) });
  expect([cluster?.dims, relevance?.dims]).toEqual([[0], [0, 2]]);
});

test("layers without any features give sums of nothing", async () => {
  const graph = graphOf([dense], { initializer: [weights("w", [0, 2], [])], input: [tensorInfo("x", 1, ["N", 0])] });
  const { graph: explainer } = compile(graph, { composite: rules("epsilon"), target: 1 });
  const { y, relevance } = await runModel(encode(explainer), { x: floats([], [2, 0]) });
  expect(y?.data).toEqual([0, 0, 0, 0]);
  expect(relevance?.dims).toEqual([2, 0]);
});

test("outputs that are an input, an initializer, or the same value twice", async () => {
  const graph = graphOf([dense], {
    initializer: [w],
    output: ["x", "w", "y"].map((name) => tensorInfo(name, 1)),
  });
  const { x: through, w: table, y } = graph.outputs;
  if (!through || !table || !y) throw new Error("an output is missing");
  const { graph: explainer } = compile(graph, { composite: rules("epsilon"), from: y, target: 0 });
  const explained = await runModel(encode(explainer), { x });
  expect([explained.x?.data, explained.w?.data]).toEqual([
    [1, 2, 3],
    [1, -2, 0.5, 3, -1, 1],
  ]);
  expect(explained.relevance?.dims).toEqual([1, 3]);
  const renamed = { inputs: graph.inputs, outputs: { input: through, y, again: y } };
  const ran = await runModel(encode(renamed), { x });
  expect(ran.input?.data).toEqual([1, 2, 3]);
  expect(ran.again?.data).toEqual(ran.y?.data);
  // Relevance at the input of an output that is the input.
  const own = compile({ inputs: graph.inputs, outputs: { x: through } }, { composite: "gradient", target: 1 });
  expect((await runModel(encode(own.graph), { x })).relevance?.data).toEqual([0, 2, 0]);
});

test("an input that is called like an output of the explainer is refused by name", () => {
  const graph = graphOf([nodeOf("MatMul(relevance, w) -> y")], {
    initializer: [w],
    input: [tensorInfo("relevance", 1, ["N", 3])],
  });
  expect(() => compile(graph, { composite: "gradient" })).toThrow(
    expect.objectContaining({ code: "NAME_CLASH", message: expect.stringContaining('"relevance"') }),
  );
});

test("initializers that are also inputs are constants, and their defaults are used", async () => {
  const graph = graphOf([dense], {
    initializer: [w],
    input: [tensorInfo("x", 1, ["N", 3]), tensorInfo("w", 1, [3, 2])],
  });
  expect(graph.inputs).toHaveLength(1);
  const { relevance } = await runModel(encode(compile(graph, { composite: "gradient", target: 0 }).graph), { x });
  expect(relevance?.data).toEqual([1, 0.5, -1].map((weight) => weight * (1 * 1 + 2 * 0.5 - 3)));
});

test("an input that nothing reads gets an error that names it, unless relevance is wanted elsewhere only", () => {
  const graph = graphOf([dense], {
    initializer: [w],
    input: [tensorInfo("x", 1, ["N", 3]), tensorInfo("unused", 1, ["N"])],
  });
  expect(() => compile(graph, { composite: "gradient" })).toThrow(
    expect.objectContaining({ code: "NO_RELEVANCE", message: expect.stringContaining("unused") }),
  );
  const [only] = graph.inputs;
  if (only === undefined) throw new Error("no input");
  expect(compile(graph, { composite: "gradient", to: { relevance: only } }).graph.inputs).toHaveLength(2);
});

const odd = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "a b",
  "ü/☃:0",
  'quo"te\\',
  "line\nbreak",
  "\u0000",
  "x_1",
];

test.each(odd)("a network all of whose names are %j", async (name) => {
  const graph = graphOf(
    [{ opType: "MatMul", name, input: [name, `${name}w`], output: [`${name}y`] }],
    {
      initializer: [{ ...w, name: `${name}w` }],
      input: [tensorInfo(name, 1, ["N", 3])],
      output: [tensorInfo(`${name}y`, 1)],
    },
    { metadataProps: [{ key: name, value: name }] },
  );
  const explainer = encode(compile(graph, { composite: rules("epsilon"), target: 0 }).graph);
  const again = decode(explainer).graph;
  expect(again.inputs.map(({ producer }) => producer.kind === "input" && producer.name)).toEqual([name]);
  expect(Object.keys(again.outputs)).toEqual([`${name}y`, "target", "relevance"]);
  // What onnxruntime's own JavaScript makes of such names is not ours: it assigns feeds to a plain object.
  if (name === "__proto__" || name.includes("\u0000")) return;
  const { relevance } = await runModel(explainer, { [name]: x });
  expect(relevance?.dims).toEqual([1, 3]);
});

test("operators and attributes that are called like what every object has", () => {
  for (const name of ["constructor", "__proto__", "toString", "valueOf"]) {
    const attribute = { name, type: 1, f: 1 };
    const graph = graphOf([{ ...nodeOf("Relu(x) -> y", [attribute]), opType: name }], {
      output: [tensorInfo("y", 1, ["N", 3])],
    });
    expect(() => compile(graph, { composite: rules("epsilon") })).toThrow(
      expect.objectContaining({ code: "NOT_DIFFERENTIABLE", message: expect.stringContaining(`(${name})`) }),
    );
    const { producer } = graph.outputs.y ?? {};
    expect(producer?.kind === "node" && Object.keys(producer.attributes)).toEqual([name]);
    expect(decode(encode(graph)).graph.outputs.y?.producer).toMatchObject({ operator: { type: name } });
  }
});

test("several domains, used or not, are no hindrance, and their versions are kept where they are needed", () => {
  const graph = graphOf(
    [dense, { ...nodeOf("Custom(y) -> z"), domain: "local" }],
    { initializer: [w], output: [tensorInfo("y", 1), tensorInfo("z", 1)] },
    {
      opsetImport: [
        { domain: "ai.onnx", version: 15n },
        { domain: "ai.onnx.ml", version: 3n },
        { domain: "local", version: 7n },
      ],
    },
  );
  expect(decode(encode(graph)).graph.outputs.z?.producer).toMatchObject({ operator: { domain: "local", opset: 7 } });
});

test("quantised operators are refused where relevance meets them, all of them, with the remedy", () => {
  const tensor = (name: string, dataType: number, bytes: number[], dims: number[] = []) => ({
    name,
    dims: dims.map(BigInt),
    dataType,
    rawData: Uint8Array.from(bytes),
  });
  const quantised = graphOf(
    [
      nodeOf("QuantizeLinear(x, scale, zero) -> q"),
      nodeOf("QLinearMatMul(q, scale, zero, v, scale, zero, scale, zero) -> p"),
      nodeOf("DequantizeLinear(p, scale, zero) -> d"),
      { ...nodeOf("QGemm(d) -> y"), domain: "com.microsoft" },
    ],
    {
      initializer: [weights("scale", [], [0.1]), tensor("zero", 2, [0]), tensor("v", 2, [1, 2, 3, 4, 5, 6], [3, 2])],
      valueInfo: [tensorInfo("q", 2, ["N", 3]), tensorInfo("p", 2, ["N", 2]), tensorInfo("d", 1, ["N", 2])],
      output: [tensorInfo("y", 1, ["N", 2])],
    },
    { opsetImport: [{ version: 17n }, { domain: "com.microsoft", version: 1n }] },
  );
  expect(() => compile(quantised, { composite: "gradient" })).toThrow(
    expect.objectContaining({
      code: "NOT_DIFFERENTIABLE",
      message: expect.stringMatching(
        /4 nodes.*\n {2}y \(com\.microsoft\.QGemm\): use the float32 model .*\n {2}d \(DequantizeLinear\): .*\n {2}p \(QLinearMatMul\): .*\n {2}q \(QuantizeLinear\): /,
      ),
    }),
  );
});
