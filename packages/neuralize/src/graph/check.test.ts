import { expect, test } from "vitest";
import { kmeansGraph } from "../heads/kmeans-graph.ts";
import { neuralize } from "../heads/neuralize.ts";
import { Add } from "../ops/add.ts";
import { relu } from "../ops/relu.ts";
import { checkGraph } from "./check.ts";
import { apply, constant, input, node, scalar } from "./node.ts";
import { float32 } from "./tensor.ts";
import type { Graph, Value } from "./value.ts";

const x = input("x", "float32", ["N", 3]);
const y = relu(x);

test("a sound graph is handed on", () => {
  const graph: Graph = { inputs: [x], outputs: { y, x, same: x, none: scalar(1) } };
  expect(checkGraph(graph, "fuse")).toBe(graph);
});

test("head layers are sound until the graph is lowered", () => {
  const { graph, head } = kmeansGraph({ data: Float64Array.of(0, 1), rows: 2, columns: 1 });
  const explained: Graph = { inputs: graph.inputs, outputs: { evidence: neuralize(head).evidence } };
  expect(checkGraph(explained, "neuralize")).toBe(explained);
  expect(() => checkGraph(explained, "lower")).toThrow(/is still a \w+/);
});

const copy = (value: Value): Value => ({ ...value });
const broken: readonly (readonly [string, Graph, RegExp])[] = [
  ["an input that is not listed", { inputs: [], outputs: { y } }, /"x" is read, which is no input of the graph/],
  ["an output that is such an input", { inputs: [], outputs: { x } }, /"x" is read/],
  ["a copy of an input", { inputs: [x], outputs: { y: relu(copy(x)) } }, /"x" is read/],
  ["a copy of an output", { inputs: [x], outputs: { y: copy(y) } }, /output 0 of Relu is a copy/],
  ["an input that is none", { inputs: [x, y], outputs: { y } }, /an input of the graph is a node/],
  ["an input without a name", { inputs: [input("", "float32", [])], outputs: { y: scalar(1) } }, /input has no name/],
  ["an output without a name", { inputs: [x], outputs: { "": y } }, /an output has no name/],
  ["no outputs", { inputs: [x], outputs: {} }, /no outputs/],
  [
    "operands of different types",
    { inputs: [x], outputs: { y: apply(Add, [x, scalar(1, "float64")]) } },
    /at Add \(Add\), input 1 is float64 where input 0 is float32/,
  ],
  [
    "a constant that is too short",
    { inputs: [x], outputs: { y: apply(Add, [x, constant({ ...float32([1]), shape: [3] })]) } },
    /a constant \[3\] has 4 bytes instead of 12/,
  ],
];

test.each(broken)("broken: %s", (_, graph, message) => {
  expect(() => checkGraph(graph, "canonize")).toThrow(
    expect.objectContaining({
      code: "INCONSISTENT_GRAPH",
      message: expect.stringMatching(new RegExp(`^After the stage "canonize" .*${message.source}`)),
    }),
  );
});

test("one name for two things is the user's to change", () => {
  for (const [inputs, outputs] of [
    [[x, input("x", "float32", [])], { y }],
    [[x], { x: y }],
  ] as const)
    expect(() => checkGraph({ inputs, outputs }, "canonize")).toThrow(
      expect.objectContaining({ code: "NAME_CLASH", message: expect.stringContaining('"x"') }),
    );
});

test("a chain of a hundred thousand nodes is checked without meeting the stack", () => {
  let value = y;
  for (let i = 0; i < 100_000; i++)
    value = node(y.producer.kind === "node" ? y.producer.operator : Add, [value]).values[0] as Value;
  expect(() => checkGraph({ inputs: [x], outputs: { y: value } }, "lower")).not.toThrow();
});
