import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rowSums } from "../../../../test/support/largest-difference.ts";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { denseNetwork, uniform, weight } from "../../../../test/support/small-networks.ts";
import type { ExplainedHead } from "../attributors/attributor.ts";
import { lrp } from "../attributors/lrp.ts";
import { recogniseClusterings } from "../canonizers/clustering/recognise.ts";
import { layerMapComposite } from "../composites/composite.ts";
import { compositeFromJson } from "../composites/from-json.ts";
import type { Feed } from "../engine.ts";
import { input, integers, scalar } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { kmeansGraph } from "../heads/kmeans-graph.ts";
import { decode } from "../onnx/decode.ts";
import { matMul } from "../ops/matmul.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { reshape } from "../ops/reshape.ts";
import { epsilon } from "../rules/epsilon.ts";
import { pass } from "../rules/pass.ts";
import { directRule } from "../rules/rule.ts";
import { conservation } from "./conservation.ts";

const rows = (count: number, width = 4): Feed => ({
  type: "float32",
  dims: [count, width],
  data: uniform(count * width, 9),
});
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** A model of test/reference and its k-means, if it has one; batches of it are one picture. */
function reference(name: string) {
  const path = new URL(`../../../../test/reference/${name}/model.onnx`, import.meta.url);
  const { graph, values } = decode(readFileSync(path));
  const [match] = recogniseClusterings(graph).matches;
  const explained: ExplainedHead | object = match ? { head: { points: match.points, centroids: match.centroids } } : {};
  const side = name === "resnet-basic" ? 32 : 16;
  const shape = name === "mlp" ? [2, 6] : [2, 3, side, side];
  const data = uniform(
    shape.reduce((product, size) => product * size, 1),
    4,
  );
  const x: Feed = { type: "float32", dims: shape, data };
  return { graph, values, explained, x };
}

test("what arrives at a node is the relevance of its output, and what leaves the last ones that of the input", async () => {
  const { graph, values, x } = reference("resnet-basic");
  const composite = () => compositeFromJson("epsilon_plus");
  const { layers, left } = await conservation(nativeEngine, graph, {}, { composite }, x);
  expect(left).toEqual([]);
  const sumAt = async (to?: Value) => {
    const { relevance } = await lrp(nativeEngine, graph, {}, { composite, ...(to && { to }) }).attribute(x);
    return mean(rowSums(relevance.data, 2));
  };
  for (const node of ["/layer1/relu/Relu", "/maxpool/MaxPool", "/layer2/Add"]) {
    const layer = layers.find((each) => each.node === node);
    const value = values.get(`${node}_output_0`);
    expect(layer?.arriving).toBeCloseTo(await sumAt(value), 5);
  }
  const first = layers.filter(({ node }) => node === "/conv1/Conv");
  expect(mean(first.map(({ leaving }) => leaving))).toBeCloseTo(await sumAt(), 5);
});

test("a rule that drops a known part leaks it, and no other node does", async () => {
  const quarter = directRule({
    name: "quarter",
    parameters: {},
    relevance: (_, [relevance]) => [relevance && mul(relevance, scalar(0.25))],
  });
  const composite = () =>
    layerMapComposite([
      ["Activation", quarter],
      ["Linear", epsilon({ zeroParameters: ["bias"] })],
    ]);
  const graph = denseNetwork(relu);
  const { layers } = await conservation(nativeEngine, graph, {}, { composite }, rows(5));
  const [last, activation, first] = layers;
  expect(layers).toHaveLength(3);
  expect(activation?.leaving).toBeCloseTo((activation?.arriving ?? 0) / 4, 6);
  // Relevance of both signs: less than three quarters of its size is lost.
  expect(activation?.leak).toBeGreaterThan(0.5);
  expect(activation?.leak).toBeLessThan(0.75);
  for (const layer of [last, first]) expect(layer?.leak).toBeLessThan(1e-3);
  expect(activation?.reason).toMatch(/not one of the library's/);
});

test("a k-means head conserves, whatever the target, also in batches of fixed size", async () => {
  const { graph, head } = kmeansGraph({ data: uniform(20, 5), rows: 5, columns: 4 });
  const options = { composite: (beta: number | Value) => compositeFromJson("epsilon_plus", beta) };
  const { layers } = await conservation(nativeEngine, graph, { head }, options, rows(7));
  expect(layers.map(({ rule }) => rule)).toEqual(["min_takes_most", "midpoint"]);
  for (const { leak } of layers) expect(leak).toBeLessThan(1e-5);
  const fixed = denseNetwork(relu, { batch: 4 });
  const composite = () => compositeFromJson("epsilon_plus");
  const open = await conservation(nativeEngine, denseNetwork(relu), {}, { composite }, rows(6), { target: 1 });
  const closed = await conservation(nativeEngine, fixed, {}, { composite }, rows(6), { target: 1 });
  closed.layers.forEach(({ arriving, leak }, i) => {
    expect(arriving).toBeCloseTo(open.layers[i]?.arriving ?? Number.NaN, 5);
    expect(leak).toBeCloseTo(open.layers[i]?.leak ?? Number.NaN, 5);
  });
});

test("rows that are merged with another axis are told apart again", async () => {
  const x = input("x", "float32", ["N", 4]);
  const pairs = reshape(x, integers([-1, 2]));
  const y = matMul(reshape(relu(matMul(pairs, weight([2, 3], 1))), integers([-1, 6])), weight([6, 2], 2));
  const composite = () =>
    layerMapComposite([
      ["Activation", pass()],
      ["Linear", epsilon()],
    ]);
  const { layers, left } = await conservation(
    nativeEngine,
    { inputs: [x], outputs: { y } },
    {},
    { composite },
    rows(5),
  );
  expect(left).toEqual([]);
  expect(layers).toHaveLength(5);
  for (const { leak } of layers) expect(leak).toBeLessThan(1e-3);
});

const decompositions = [
  "epsilon_plus",
  "epsilon_plus_flat",
  "epsilon_alpha2_beta1",
  "epsilon_alpha2_beta1_flat",
  "epsilon_gamma_box",
  "excitation_backprop",
];

test.each(["mlp", "cnn", "resnet-basic", "vgg-kmeans"])(
  "without biases, presets lose next to nothing on %s",
  async (name) => {
    const { graph, explained, x } = reference(name);
    for (const preset of decompositions) {
      const json = {
        composite: preset,
        ...(preset === "epsilon_gamma_box" && { low: -1, high: 1 }),
        zero_params: ["bias"],
      };
      const composite = (beta: number | Value) => compositeFromJson(json, beta);
      const { layers } = await conservation(nativeEngine, graph, explained, { composite }, x);
      // The margins of a k-means have a bias by their nature; the ε rule on them gives it its share.
      const others = layers.filter(({ operator }) => operator !== "NeuralizedKMeans");
      expect(others.length).toBeGreaterThan(2);
      for (const { node, rule, leak } of others) expect(leak, `${preset}: ${node} by ${rule}`).toBeLessThan(1e-3);
    }
  },
);
