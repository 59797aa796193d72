import { expect, test } from "vitest";
import { constant, input, integers, node, outputOf, scalar } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Graph, Node, Value } from "../graph/value.ts";
import { kmeansGraph } from "../heads/kmeans-graph.ts";
import { neuralize } from "../heads/neuralize.ts";
import { expand } from "../ops/expand.ts";
import { MatMul, matMul } from "../ops/matmul.ts";
import { relu } from "../ops/relu.ts";
import { alphaBeta } from "../rules/alpha-beta.ts";
import { epsilon } from "../rules/epsilon.ts";
import { flat } from "../rules/flat.ts";
import { gamma } from "../rules/gamma.ts";
import { midpoint } from "../rules/midpoint.ts";
import { maxTakesMost, minTakesMost } from "../rules/min-takes-most.ts";
import { norm } from "../rules/norm.ts";
import { oneHotSum } from "../rules/one-hot-sum.ts";
import { pass } from "../rules/pass.ts";
import { passFilled } from "../rules/pass-filled.ts";
import { reluBetaSmooth, reluDeconvnet, reluGuidedBackprop } from "../rules/relu-rules.ts";
import type { Rule } from "../rules/rule.ts";
import { wsquare } from "../rules/wsquare.ts";
import { zbox } from "../rules/zbox.ts";
import { zplus } from "../rules/zplus.ts";
import { compositeFromJson, placedComposite } from "./from-json.ts";
import { namedRules } from "./named-rules.ts";
import { compositeToJson } from "./to-json.ts";

const weight = expand(scalar(0.5), integers([2, 2]));
const x = input("x", "float32", ["N", 2]);
const y = matMul(relu(matMul(x, weight)), weight);
const network: Graph = { inputs: [x], outputs: { y } };

const nodes = (graph: Graph): readonly Node[] => topologicalOrder(Object.values(graph.outputs));
const named = (rule: Rule | undefined) => rule && { name: rule.name, parameters: rule.parameters };

/** Name and parameters of the rule that every linear layer and activation of a small network gets. */
const rulesIn = (json: unknown, beta?: number) => {
  const ruleOf = compositeFromJson(json, beta)(network);
  return nodes(network)
    .filter(({ operator, inputs }) => operator.type !== "Expand" && inputs.length > 0)
    .map((node) => named(ruleOf(node)));
};

test("rules are read by name or with parameters, and the first match wins", () => {
  const pairs = [
    ["Linear", { rule: "gamma", gamma: 0.5 }],
    ["AnyLinear", "zplus"],
    ["Relu", "pass"],
  ];
  expect(rulesIn({ layer_map: pairs })).toEqual([
    named(gamma({ gamma: 0.5 })),
    named(pass()),
    named(gamma({ gamma: 0.5 })),
  ]);
});

test("first_map applies to the first matching layer that data meets", () => {
  const json = { layer_map: [["Linear", "epsilon"]], first_map: [["AnyLinear", "flat"]] };
  expect(rulesIn(json)).toEqual([named(flat()), undefined, named(epsilon())]);
});

test("beta is a number, null for infinity, or what the caller puts in", () => {
  const { graph, head } = kmeansGraph({ data: Float64Array.of(0, 1), rows: 2, columns: 1 });
  const { evidence } = neuralize(head);
  const pool = nodes({ ...graph, outputs: { evidence } }).find(({ operator }) => operator.type === "MinPool") as Node;
  const betaOf = (beta: unknown, given?: number) =>
    compositeFromJson({ layer_map: [["MinPool", { rule: "min_takes_most", beta }]] }, given)(graph)(pool)?.parameters;
  expect(betaOf(0)).toEqual({ beta: 0 });
  expect(betaOf(null)).toEqual({ beta: Number.POSITIVE_INFINITY });
  expect(betaOf("input", 2)).toEqual({ beta: 2 });
});

test("what is written is read back as the same rules, for every rule", () => {
  const rules = [
    alphaBeta({ alpha: 3, beta: 2 }),
    epsilon({ epsilon: { epsilon: 0.5, clip: true, normScale: true }, zeroParameters: ["bias"] }),
    flat(),
    gamma({ gamma: 2 }),
    maxTakesMost({ beta: 2 }),
    midpoint(),
    minTakesMost({ beta: Number.POSITIVE_INFINITY }),
    norm(),
    oneHotSum(),
    pass(),
    passFilled(),
    reluBetaSmooth({ beta: 3 }),
    reluDeconvnet(),
    reluGuidedBackprop(),
    wsquare(),
    zbox({ low: [-1, -2], high: 3 }),
    zplus(),
  ];
  expect(rules.map(({ name }) => name)).toEqual([...namedRules.keys()]);
  for (const rule of rules) {
    const maps = { layerMap: [["Linear", rule]], firstMap: [["Relu", rule]] } as const;
    const json: unknown = JSON.parse(JSON.stringify(compositeToJson(maps)));
    expect(rulesIn(json)).toEqual([named(rule), named(rule), named(rule)]);
  }
});

test("what zennit writes otherwise means the same", () => {
  const ruleOf = (rule: unknown) => rulesIn({ layer_map: [["Linear", rule]] })[0];
  const same = (rule: object, ours: Rule) => expect(ruleOf(rule)).toEqual(named(ours));
  same({ rule: "gamma", stabilizer: 0.5 }, gamma({ epsilon: 0.5 }));
  same({ rule: "flat", stabilizer: { clip: true } }, flat({ epsilon: { epsilon: 1e-6, clip: true } }));
  same({ rule: "zplus", zero_params: "bias" }, zplus({ zeroParameters: ["bias"] }));
  same({ rule: "zplus", zero_params: null }, zplus());
  same({ rule: "relu_beta_smooth", beta_smooth: 3 }, reluBetaSmooth({ beta: 3 }));
  const scaled = { epsilon: 0.1, norm_scale: true };
  same(
    { rule: "epsilon", epsilon: { ...scaled, dim: 1 } },
    epsilon({ epsilon: { epsilon: 0.1, normScale: true, axes: [1] } }),
  );
  same({ rule: "epsilon", epsilon: { ...scaled, dim: null } }, epsilon({ epsilon: { epsilon: 0.1, normScale: true } }));
  for (const low of [[-1, -2], [[-1, -2]], [[[-1]], [[-2]]], [[[[-1]], [[-2]]]]])
    same({ rule: "zbox", low, high: [[3]] }, zbox({ low: [-1, -2], high: [3] }));
});

test.each([
  [{ rule: "gamma", epsilon: 0.1, stabilizer: 0.5 }, "stabilizer is given too; it must be left out beside epsilon"],
  [{ rule: "relu_beta_smooth", beta: 1, beta_smooth: 1 }, "beta_smooth is given too; it must be left out beside beta"],
])("two names of one parameter are refused together: %j", (rule, message) => {
  expect(() => rulesIn({ layer_map: [["Linear", rule]] })).toThrow(`layer_map[0]: ${message}`);
});

test("a map of names needs no map of layers beside it", () => {
  const rule = { rule: "gamma", gamma: 2 };
  const weightOf = (name: string) => constant(float32([1, 2, 3, 4], [2, 2]), name);
  const conv = (x: Value, name: string, scope: string) =>
    outputOf(node(MatMul, [x, weightOf(name)], {}, { name: scope }));
  const first = conv(x, "onnx::MatMul_3", "/layer1/layer1.0/fc/MatMul");
  const second = conv(first, "head.weight", "node_linear_1");
  const third = conv(second, "tail", "tail");
  const ruleOf = compositeFromJson({ name_map: [[["layer1.0.fc", "head", "tail"], rule]] })({
    inputs: [x],
    outputs: { third },
  });
  for (const value of [first, second, third])
    expect(named(value.producer.kind === "node" ? ruleOf(value.producer) : undefined)).toEqual(
      named(gamma({ gamma: 2 })),
    );
});

test("what is wrong is said with its place and with what exists", () => {
  const refused = (json: unknown, code: string, message: RegExp) =>
    expect(() => compositeFromJson(json)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  refused(
    {
      layer_map: [
        ["Linear", "zplus"],
        ["Dense", "zplus"],
      ],
    },
    "UNKNOWN_LAYER",
    /layer_map\[1\].*"Dense".*Convolution, Linear/,
  );
  refused({ layer_map: [["Linear", "lrp"]] }, "UNKNOWN_RULE", /"lrp".*epsilon, flat, gamma/);
  refused({ layer_map: [["Linear", "constructor"]] }, "UNKNOWN_RULE", /"constructor"/);
  refused(
    { layer_map: [["Linear", { rule: "gamma", beta: 1 }]] },
    "INVALID_COMPOSITE",
    /"beta" \(parameters: gamma, epsilon, stabilizer, zero_params\)/,
  );
  for (const value of [-1, "1", null, Number.NaN])
    refused({ layer_map: [["Linear", { rule: "gamma", gamma: value }]] }, "INVALID_COMPOSITE", /gamma is/);
  for (const beta of [-1, "inf", "input", undefined])
    refused({ layer_map: [["MinPool", { rule: "min_takes_most", beta }]] }, "INVALID_COMPOSITE", /beta is/);
  refused({ layer_map: [["Linear"]] }, "INVALID_COMPOSITE", /layer_map\[0\]: it is no pair/);
  refused({ layer_map: [[1, "zplus"]] }, "INVALID_COMPOSITE", /layer is no text/);
  refused({ layer_map: [["Linear", 3]] }, "INVALID_COMPOSITE", /no object/);
  refused({ layer_map: [], first_map: {} }, "INVALID_COMPOSITE", /first_map: it is no list/);
  refused({ composite: "epsilon_minus" }, "UNKNOWN_COMPOSITE", /"epsilon_minus".*epsilon_plus/);
  refused(
    { composite: "epsilon_plus", low: 1 },
    "INVALID_COMPOSITE",
    /epsilon_plus has no parameter "low" \(parameters: epsilon/,
  );
  refused({ composite: "epsilon_gamma_box", low: 1 }, "INVALID_COMPOSITE", /high is missing/);
  refused({ composite: "epsilon_gamma_box", low: 1, high: 0 }, "INVALID_COMPOSITE", /low is 1.*at most high/);
  refused({ layer_map: [["Linear", { rule: "alpha_beta", alpha: 2, beta: 2 }]] }, "INVALID_COMPOSITE", /beta is 2/);
  refused(
    { layer_map: [["Linear", { rule: "zplus", zero_params: ["x"] }]] },
    "INVALID_COMPOSITE",
    /"weight", "bias", or a list/,
  );
  refused(
    { name_map: [["conv1", "zplus"]], layer_map: [] },
    "INVALID_COMPOSITE",
    /name_map\[0\]: the names are no list/,
  );
  refused({ layer_mab: [] }, "INVALID_COMPOSITE", /"layer_mab" is not known/);
  refused("x", "UNKNOWN_COMPOSITE", /"x"/);
  for (const json of [null, [], {}]) refused(json, "INVALID_COMPOSITE", /./);
});

test("every rule can say which entry it stands in", () => {
  const json = {
    composite: "epsilon_plus_flat",
    name_map: [[["none"], "pass"]],
    first_map: [["Convolution", "zplus"]],
    layer_map: [["Relu", "norm"]],
  };
  const { composite, placeOf } = placedComposite(json);
  const ruleOf = composite(network);
  const places = nodes(network).flatMap((node) => {
    const rule = ruleOf(node);
    return rule === undefined ? [] : [placeOf(rule)];
  });
  expect(places).toEqual([
    'epsilon_plus_flat, first layer, "AnyLinear"',
    'layer_map[0], "Relu"',
    'epsilon_plus_flat, "Linear"',
  ]);
});
