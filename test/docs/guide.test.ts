import {
  apply,
  attributes,
  type Canonizer,
  type Composite,
  compile,
  constant,
  type DirectRule,
  decode,
  elementwise,
  encode,
  float32,
  type Graph,
  input,
  layerMapComposite,
  type ModifierRule,
  type Node,
  node,
  type Operator,
  operator,
  ops,
  outputOf,
  scalar,
  topologicalOrder,
  type Value,
} from "neuralize";
import { beforeAll, expect, test } from "vitest";
import { floats, runGraph, runModel } from "../support/run-graph.ts";
import { runSnippets } from "./snippets.ts";

interface Guide {
  readonly graph: Graph;
  readonly absolute: ModifierRule;
  readonly halves: DirectRule;
  readonly composite: Composite;
  readonly adapted: Composite;
  readonly maxIsRelu: Canonizer;
  readonly Shrink: Operator;
  readonly file: Uint8Array;
  readonly pixels: Float32Array;
  readonly relevance: { readonly dims: readonly number[]; readonly data: Float32Array };
  readonly target: Int32Array;
}

const names: readonly (keyof Guide)[] = [
  ...(["graph", "absolute", "halves", "composite", "adapted", "maxIsRelu"] as const),
  ...(["Shrink", "file", "pixels", "relevance", "target"] as const),
];

let guide: Guide;
beforeAll(async () => {
  guide = (await runSnippets("docs/guide.md", names)) as unknown as Guide;
});

const total = (values: Iterable<number | string>): number =>
  Array.from(values, Number).reduce((sum, value) => sum + value, 0);

test("the rule shares by the size of contributions", async () => {
  const x = input("x", "float32", ["N", 3]);
  const [row, column] = [
    [0.5, -2, 1],
    [4, 1, -3],
  ];
  const graph: Graph = { inputs: [x], outputs: { y: ops.matMul(x, constant(float32(column, [3, 1]))) } };
  const composite = () => layerMapComposite([["Linear", guide.absolute]]);
  const explainer = compile(graph, { composite, target: 0, beta: 1 }).graph;
  const { relevance } = await runGraph(explainer, { x: floats(row, [1, 3]) });
  // Contributions 2, −2, −3: of y = −3, two, two and three sevenths.
  [-6 / 7, -6 / 7, -9 / 7].forEach((share, i) => {
    expect(relevance?.data[i]).toBeCloseTo(share, 5);
  });
});

test("the direct rule gives each factor half", async () => {
  const [a, b] = [input("a", "float32", ["N", 1]), input("b", "float32", ["N", 1])];
  const graph: Graph = { inputs: [a, b], outputs: { y: ops.mul(a, b) } };
  const composite = () => layerMapComposite([["Mul", guide.halves]]);
  const explainer = compile(graph, { composite, target: 0, beta: 1 }).graph;
  const results = await runGraph(explainer, { a: floats([3], [1, 1]), b: floats([4], [1, 1]) });
  expect([results.relevance_a?.data, results.relevance_b?.data]).toEqual([[6], [6]]);
});

/** The rule of every node by what `name` calls it. */
const rulesOf = (graph: Graph, composite: Composite, name: (node: Node) => string) => {
  const ruleOf = composite(graph);
  const nodes = topologicalOrder(Object.values(graph.outputs));
  return Object.fromEntries(nodes.map((each) => [name(each), ruleOf(each)?.name]));
};

test("the composite puts its rules where it says", () => {
  expect(rulesOf(guide.graph, guide.composite, ({ operator }) => operator.type)).toEqual({
    Conv: "absolute",
    Relu: "pass",
    ReduceMean: "norm",
    MatMul: "epsilon",
  });
});

test("the adapted preset decides by name first", () => {
  const layer = (x: Value, name: string): Value => {
    const kernel = constant(float32([1, 2, 3], [1, 1, 3]));
    return outputOf(node(ops.Conv, [x, kernel], { pads: attributes.ints([1, 1]) }, { name }));
  };
  const x = input("x", "float32", ["N", 1, 4]);
  const graph = { inputs: [x], outputs: { y: layer(layer(x, "/features/0/conv"), "/features/1/conv") } };
  expect(rulesOf(graph, guide.adapted, ({ name = "" }) => name)).toEqual({
    "/features/0/conv": "absolute",
    "/features/1/conv": "zplus",
  });
});

test("the canonizer replaces a maximum with 0, and no other", () => {
  const x = input("x", "float32", ["N", 2]);
  const outputs = { zero: ops.max(x, scalar(0)), five: ops.max(x, scalar(5)), data: ops.max(x, ops.neg(x)) };
  const { graph, matches } = guide.maxIsRelu.canonize({ inputs: [x], outputs }, []);
  const types = Object.values(graph.outputs).map(({ producer }) => producer.kind === "node" && producer.operator.type);
  expect(types).toEqual(["Relu", "Max", "Max"]);
  expect(matches).toEqual([{ at: "Max", effect: "a maximum with 0 as ReLU" }]);
});

test("the operator is read from a file and has its gradient; without it, it is refused", async () => {
  const x = input("x", "float32", ["N", 3]);
  const shrunk = apply(guide.Shrink, [x], { lambd: attributes.float(1), bias: attributes.float(0.5) });
  const bytes = encode({ inputs: [x], outputs: { y: shrunk } });
  const explained = (graph: Graph) => compile(graph, { composite: "gradient", target: 0, initialRelevance: "one-hot" });
  const feeds = { x: floats([-2, 0.5, 3], [1, 3]) };
  const { graph } = decode(bytes, { operators: [guide.Shrink] });
  const slopes = async (target: number) =>
    (await runGraph(compile(graph, { composite: "gradient", target, initialRelevance: "one-hot" }).graph, feeds))
      .relevance?.data;
  expect((await runModel(bytes, feeds)).y?.data).toEqual([-1.5, 0, 2.5]);
  expect([await slopes(0), await slopes(1), await slopes(2)]).toEqual([
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 1],
  ]);
  const message = /Relevance cannot pass this node.*\n.*\(Shrink\)/;
  expect(() => explained(decode(bytes).graph)).toThrow(message);
});

test("an operator of another domain runs by what it lowers to", async () => {
  const twice = operator({
    type: "Twice",
    domain: "example",
    infer: elementwise(),
    vjp: (_, [gradient]) => gradient && ops.add(gradient, gradient),
    lower: ({ inputs: [x = scalar(0)] }) => [ops.add(x, x)],
  });
  const x = input("x", "float32", ["N", 1]);
  const graph = { inputs: [x], outputs: { y: apply(twice, [x]) } };
  const { y, relevance } = await runGraph(compile(graph, { composite: () => () => () => undefined, beta: 1 }).graph, {
    x: floats([3], [1, 1]),
  });
  expect([y?.data, relevance?.data]).toEqual([[6], [12]]);
});

test("all together: the file and the attributor agree, and relevance is conserved", async () => {
  const { relevance, logits, target } = await runModel(guide.file, { image: floats([...guide.pixels], [1, 1, 6, 6]) });
  expect(target?.data).toEqual([2]);
  // No biases; ε = 1e-6 takes its part, and float32.
  expect(total(relevance?.data ?? [])).toBeCloseTo(Number(logits?.data[2]), 4);
  expect(guide.relevance.dims).toEqual([1, 1, 6, 6]);
  const largest = logits?.data.map(Number) ?? [];
  expect([...guide.target]).toEqual([largest.indexOf(Math.max(...largest))]);
  expect(total(guide.relevance.data)).toBeCloseTo(Math.max(...largest), 4);
});
