import { expect, test } from "vitest";
import { largestDifference, rowSums } from "../../../../test/support/largest-difference.ts";
import { countingEngine, nativeEngine } from "../../../../test/support/native-engine.ts";
import { denseNetwork, uniform } from "../../../../test/support/small-networks.ts";
import { defaultComposite } from "../composites/default.ts";
import { compositeFromJson } from "../composites/from-json.ts";
import type { Feed } from "../engine.ts";
import { input } from "../graph/node.ts";
import { explainKMeans } from "../heads/closed-form/explain-kmeans.ts";
import { kmeansGraph } from "../heads/kmeans-graph.ts";
import { reduceMean } from "../ops/reduce.ts";
import { relu } from "../ops/relu.ts";
import { tanh } from "../ops/tanh.ts";
import type { Attribution } from "./attributor.ts";
import { gradient } from "./gradient.ts";
import { inputXGradient } from "./input-x-gradient.ts";
import { integratedGradients } from "./integrated-gradients.ts";
import { lrp } from "./lrp.ts";
import { occlusion } from "./occlusion.ts";
import { shapley } from "./shapley.ts";
import { smoothGrad } from "./smoothgrad.ts";

const rows = (count: number, seed = 9): Feed => ({ type: "float32", dims: [count, 4], data: uniform(count * 4, seed) });
const network = denseNetwork(tanh);

const difference = (a: Attribution, b: Attribution): number => largestDifference(a.relevance.data, b.relevance.data);

// Rounding of float32 in a network whose numbers are around 1.
const rounding = 1e-6;

test("the gradient is the slope of the explained output", async () => {
  const x = rows(3);
  const { relevance, target, output } = await gradient(nativeEngine, network, {}).attribute(x);
  expect(relevance.dims).toEqual([3, 4]);
  const scores = occlusion(nativeEngine, denseNetwork(tanh, { type: "float64" }), {});
  const step = 1e-4;
  for (let i = 0; i < 12; i++) {
    const moved = async (by: number) => {
      const data = Float64Array.from(x.data as Float32Array);
      data[i] = (data[i] ?? 0) + by;
      return (await scores.attribute({ type: "float64", dims: x.dims, data }, { target: target ?? [] })).output;
    };
    const row = Math.floor(i / 4);
    const slope = (((await moved(step))[row] ?? 0) - ((await moved(-step))[row] ?? 0)) / (2 * step);
    expect(relevance.data[i]).toBeCloseTo(slope, 5);
  }
  expect(output.length).toBe(3);
});

test("input times gradient is that", async () => {
  const x = rows(5);
  const plain = await gradient(nativeEngine, network, {}).attribute(x);
  const times = await inputXGradient(nativeEngine, network, {}).attribute(x);
  expect(Array.from(times.relevance.data)).toEqual(
    Array.from(plain.relevance.data, (value, i) => Math.fround(value * Number(x.data[i]))),
  );
});

test("every method explains the target that is asked for, the largest output unless told", async () => {
  const x = rows(6);
  const methods = [
    gradient(nativeEngine, network, {}),
    inputXGradient(nativeEngine, network, {}),
    smoothGrad(nativeEngine, network, {}, { samples: 3 }),
    integratedGradients(nativeEngine, network, {}, { steps: 3 }),
    occlusion(nativeEngine, network, {}, { window: 2, stride: 2 }),
    shapley(nativeEngine, network, {}, { samples: 2 }),
    lrp(nativeEngine, network, {}, { composite: () => compositeFromJson("epsilon_plus") }),
  ];
  for (const method of methods) {
    const own = await method.attribute(x);
    const named = await method.attribute(x, { target: own.target ?? [] });
    expect(difference(own, named), method.method).toBeLessThan(rounding);
    expect([...(named.target ?? [])]).toEqual([...(own.target ?? [])]);
    expect(largestDifference(named.output, own.output)).toBeLessThan(rounding);
    const one = await method.attribute(x, { target: 1 });
    expect([...(one.target ?? [])]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(new Set(own.target).size).toBeGreaterThan(1);
    expect(difference(own, one), method.method).toBeGreaterThan(0.01);
    await method.close();
  }
});

test("sessions are loaded once, batches are filled, and their size changes nothing", async () => {
  const { engine, count } = countingEngine();
  const x = rows(5);
  const wide = integratedGradients(engine, network, {}, { steps: 7 });
  const expected = await wide.attribute(x);
  // One run for the targets, one for the 35 steps, one for the baselines.
  expect(count).toEqual({ loads: 2, runs: 3, closed: 0 });
  await wide.attribute(x);
  expect(count).toEqual({ loads: 2, runs: 6, closed: 0 });
  await wide.close();
  expect(count.closed).toBe(2);
  const narrow = integratedGradients(engine, network, {}, { steps: 7, batch: 4 });
  expect(difference(await narrow.attribute(x), expected)).toBeLessThan(rounding);
});

test("a model of a fixed batch gets full batches, whatever the number of rows", async () => {
  const fixed = denseNetwork(tanh, { batch: 4 });
  for (const count of [1, 4, 6]) {
    const x = rows(count);
    for (const make of [gradient, integratedGradients, smoothGrad, shapley] as const) {
      const expected = await make(nativeEngine, network, {}).attribute(x);
      const actual = await make(nativeEngine, fixed, {}).attribute(x);
      expect(actual.relevance.dims).toEqual([count, 4]);
      expect(difference(actual, expected)).toBeLessThan(rounding);
      expect([...actual.output].map(Math.fround)).toEqual([...expected.output].map(Math.fround));
    }
  }
});

test("no rows have no relevance", async () => {
  for (const make of [gradient, integratedGradients, smoothGrad, occlusion, shapley] as const) {
    const { relevance, target, output } = await make(nativeEngine, network, {}).attribute(rows(0));
    expect(relevance.dims).toEqual([0, 4]);
    expect([relevance.data.length, target?.length, output.length]).toEqual([0, 0, 0]);
  }
});

test("float64 models are explained in float64", async () => {
  const doubles = denseNetwork(tanh, { type: "float64" });
  const x = rows(3);
  const single = await integratedGradients(nativeEngine, network, {}).attribute(x);
  const double = await integratedGradients(nativeEngine, doubles, {}).attribute(x);
  expect(double.relevance.data).toBeInstanceOf(Float64Array);
  expect(difference(single, double)).toBeLessThan(rounding);
  expect(difference(single, double)).toBeGreaterThan(0);
});

test("an output of one number per row has no target", async () => {
  const [y] = Object.values(network.outputs);
  if (y === undefined) throw new Error("the network has an output");
  const graph = { inputs: network.inputs, outputs: { mean: reduceMean(y, [1], false) } };
  for (const make of [gradient, integratedGradients, smoothGrad, occlusion, shapley] as const) {
    const { target, output } = await make(nativeEngine, graph, {}).attribute(rows(2));
    expect(target).toBeUndefined();
    expect(output.every(Number.isFinite)).toBe(true);
  }
});

test("initial relevance: the output's own value and given numbers scale the gradient", async () => {
  const x = rows(3);
  const plain = await gradient(nativeEngine, network, {}).attribute(x);
  const own = await gradient(nativeEngine, network, {}, { initialRelevance: "output" }).attribute(x);
  const times = plain.relevance.data.map((value, i) => value * (plain.output[Math.floor(i / 4)] ?? 0));
  expect(largestDifference(own.relevance.data, times)).toBeLessThan(rounding);
  const data = Float32Array.from({ length: 9 }, (_, i) => (i % 3 === plain.target?.[Math.floor(i / 3)] ? 2 : 0));
  const given: Feed = { type: "float32", dims: [3, 3], data };
  for (const make of [gradient, integratedGradients] as const) {
    const expected = await make(nativeEngine, network, {}).attribute(x);
    const doubled = await make(nativeEngine, network, {}, { initialRelevance: given, batch: 2 }).attribute(x);
    const twice = expected.relevance.data.map((value) => 2 * value);
    expect(largestDifference(doubled.relevance.data, twice)).toBeLessThan(rounding);
  }
  await expect(gradient(nativeEngine, network, {}, { initialRelevance: given }).attribute(rows(2))).rejects.toThrow(
    /initial relevance is \[3, 3\].*\[2, 3\]/,
  );
});

test("relevance at an inner value, whose sum is what arrives at the input", async () => {
  const x = input("x", "float32", ["N", 4]);
  const graph = denseNetwork(relu);
  const hidden = graph.outputs.y?.producer;
  if (hidden?.kind !== "node" || x === undefined) throw new Error("the network ends in a node");
  const product = hidden.inputs[0]?.producer;
  const inner = product?.kind === "node" ? product.inputs[0] : undefined;
  if (inner === undefined) throw new Error("the last layer reads the hidden one");
  const composite = () =>
    compositeFromJson({
      layer_map: [
        ["Activation", "pass"],
        ["Linear", { rule: "epsilon", zero_params: ["bias"] }],
      ],
    });
  const inside = await lrp(nativeEngine, graph, {}, { composite, to: inner }).attribute(rows(3));
  const outside = await lrp(nativeEngine, graph, {}, { composite }).attribute(rows(3));
  expect(inside.relevance.dims).toEqual([3, 6]);
  // Without biases the rule conserves but for its stabiliser.
  const sums = ({ relevance }: Attribution) => rowSums(relevance.data, 3);
  expect(largestDifference(sums(inside), sums(outside))).toBeLessThan(1e-4);
});

const centroids = { data: uniform(20, 5), rows: 5, columns: 4 };
const kmeans = kmeansGraph(centroids);

test("LRP of a k-means head is the closed form, with the stiffness of the heuristic", async () => {
  const x = rows(7);
  const matrix = { data: Float64Array.from(x.data as Float32Array), rows: 7, columns: 4 };
  const options = [{}, { target: 2 }, { against: [0, 3] }, { target: 1, against: [4] }];
  for (const { target, against } of options) {
    const contrast = { ...(target !== undefined && { target }), ...(against && { against }) };
    const oracle = explainKMeans(matrix, centroids, { ...contrast, beta: "auto" });
    const attributor = lrp(
      nativeEngine,
      kmeans.graph,
      { head: kmeans.head, ...(against && { against }) },
      { composite: defaultComposite },
    );
    const { relevance, output, beta } = await attributor.attribute(x, target === undefined ? {} : { target });
    expect(beta).toBeCloseTo(oracle.beta, 4);
    expect(largestDifference(relevance.data, oracle.relevance.data)).toBeLessThan(1e-4);
    expect(largestDifference(output, oracle.evidence)).toBeLessThan(1e-5);
    await attributor.close();
  }
});

test("a soft pool has a soft minimum as its output, and its gradient", async () => {
  const x = rows(4);
  const hard = await gradient(nativeEngine, kmeans.graph, { head: kmeans.head }).attribute(x);
  const pool = { kind: "logmeanexp", beta: -50 } as const;
  const soft = await integratedGradients(nativeEngine, kmeans.graph, { head: kmeans.head, pool }).attribute(x);
  // The soft minimum of n numbers lies at most log(n) / |β| above the hard one.
  const above = soft.output.map((value, row) => value - (hard.output[row] ?? 0));
  expect(Math.min(...above)).toBeGreaterThan(-rounding);
  expect(Math.max(...above)).toBeGreaterThan(0.01);
  expect(Math.max(...above)).toBeLessThan(Math.log(4) / 50 + rounding);
});

test("sizes that a file leaves open take those of the rows", async () => {
  const x = input("x", "float32", ["N", "D"]);
  const graph = { inputs: [x], outputs: { y: reduceMean(tanh(x), [1], false) } };
  const attributor = gradient(nativeEngine, graph, {});
  for (const width of [2, 3, 2]) {
    const { relevance } = await attributor.attribute({
      type: "float32",
      dims: [1, width],
      data: new Float32Array(width),
    });
    expect([...relevance.data]).toEqual(new Array(width).fill(Math.fround(1 / width)));
  }
});

test("work is told of and can be ended", async () => {
  const told: (readonly number[])[] = [];
  const controller = new AbortController();
  const attributor = integratedGradients(nativeEngine, network, {}, { steps: 10, batch: 4 });
  const ending = attributor.attribute(rows(2), {
    progress: (done, total) => {
      told.push([done, total]);
      if (done === 12) controller.abort(new Error("enough"));
    },
    signal: controller.signal,
  });
  await expect(ending).rejects.toThrow("enough");
  expect(told).toEqual([
    [4, 20],
    [8, 20],
    [12, 20],
  ]);
});

const two = { inputs: [...network.inputs, input("z", "float32", ["N"])], outputs: network.outputs };
const codes = { inputs: [input("x", "int64", ["N", 4])], outputs: network.outputs };

test.each([
  ["another width", network, { ...rows(2), dims: [4, 2] }, {}, "WRONG_INPUT", /x is \[4, 2\], .* "x" as \[N, 4\]/],
  ["another rank", network, { ...rows(2), dims: [8] }, {}, "WRONG_INPUT", /x is \[8\]/],
  ["too few numbers", network, { ...rows(2), dims: [3, 4] }, {}, "WRONG_INPUT", /\[3, 4\] and holds 8 numbers/],
  [
    "NaN",
    network,
    { ...rows(2), data: new Float32Array(8).fill(Number.NaN, 5, 6) },
    {},
    "NOT_FINITE",
    /row 1, at place 1/,
  ],
  ["two inputs", two, rows(2), {}, "WRONG_INPUT", /the inputs x, z/],
  ["integers", codes, rows(2), {}, "WRONG_INPUT", /as int64/],
  ["no such entry", network, rows(2), { target: 3 }, "NO_SUCH_ENTRY", /"y" has no entry 3; .* 0 to 2/],
  ["a fraction of an entry", network, rows(2), { target: [0, 0.5] }, "NO_SUCH_ENTRY", /no entry 0\.5/],
  ["too few targets", network, rows(2), { target: [0] }, "LENGTH_MISMATCH", /1 entries but there are 2 rows/],
] as const)("refused: %s", async (_, graph, x, options, code, message) => {
  await expect(integratedGradients(nativeEngine, graph, {}).attribute(x as Feed, options)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test("settings out of range are refused at once", () => {
  const refuse = (make: () => unknown, message: RegExp) => expect(make).toThrow(message);
  refuse(() => integratedGradients(nativeEngine, network, {}, { steps: 0 }), /steps is 0/);
  refuse(() => smoothGrad(nativeEngine, network, {}, { noise: -1 }), /noise is -1/);
  refuse(() => smoothGrad(nativeEngine, network, {}, { samples: 1.5 }), /samples is 1.5/);
  refuse(() => shapley(nativeEngine, network, {}, { seed: -1 }), /seed is -1/);
});

test("a cluster that does not exist is refused", async () => {
  const attributor = occlusion(nativeEngine, kmeans.graph, { head: kmeans.head });
  await expect(attributor.attribute(rows(1), { target: 5 })).rejects.toMatchObject({ code: "NO_SUCH_CLUSTER" });
});
