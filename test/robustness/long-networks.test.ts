import { expect, test } from "vitest";
import { recogniseClusterings } from "../../packages/neuralize/src/canonizers/clustering/recognise.ts";
import { compile } from "../../packages/neuralize/src/compile.ts";
import { compositeFromJson } from "../../packages/neuralize/src/composites/from-json.ts";
import { checkGraph } from "../../packages/neuralize/src/graph/check.ts";
import { topologicalOrder } from "../../packages/neuralize/src/graph/topology.ts";
import type { Graph } from "../../packages/neuralize/src/graph/value.ts";
import { decode } from "../../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { buildModel, intAttribute, nodeOf, tensorInfo, weights } from "../support/build-model.ts";

const depth = 50_000;

/** Layer after layer: a product and a sum, then activations, and again. */
const deep = buildModel(
  Array.from({ length: depth }, (_, i) => {
    const [from, to] = [i === 0 ? "x" : `v${i}`, i === depth - 1 ? "y" : `v${i + 1}`];
    const operators = ["MatMul", "Add"];
    const operator = operators[i % 8];
    return nodeOf(
      operator === undefined
        ? `Tanh(${from}) -> ${to}`
        : `${operator}(${from}, ${operator === "Add" ? "b" : "w"}) -> ${to}`,
    );
  }),
  { initializer: [weights("w", [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]), weights("b", [3], [1, 2, 3])] },
);

const rules = compositeFromJson({
  layer_map: [
    ["AnyLinear", "epsilon"],
    ["Activation", "pass"],
  ],
});

const sizeOf = ({ outputs }: Graph): number => topologicalOrder(Object.values(outputs)).length;

test("fifty thousand layers are read, explained, checked and written without meeting the stack", () => {
  const { graph } = decode(deep);
  const explainer = checkGraph(compile(graph, { composite: () => rules, target: 0 }).graph, "lower");
  expect(sizeOf(explainer)).toBeGreaterThan(1.1 * depth);
  expect(encode(explainer).length).toBeGreaterThan(10 * depth);
});

const wide = 20_000;
const columns = Array.from({ length: wide }, (_, i) => `c${i}`);

test("one node with twenty thousand outputs and one with as many inputs", () => {
  const bytes = buildModel(
    [
      { opType: "Split", name: "cut", input: ["x"], output: columns, attribute: [intAttribute("axis", 1)] },
      { opType: "Concat", name: "joined", input: columns, output: ["y"], attribute: [intAttribute("axis", 1)] },
    ],
    { input: [tensorInfo("x", 1, ["N", wide])] },
  );
  const { graph } = decode(bytes);
  expect(recogniseClusterings(graph).matches).toEqual([]);
  const explainer = compile(graph, { composite: "gradient", target: 0 }).graph;
  expect(sizeOf(explainer)).toBeGreaterThan(wide);
  expect(encode(explainer).length).toBeGreaterThan(10 * wide);
});
