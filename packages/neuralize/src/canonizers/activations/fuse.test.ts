import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../../test/support/run-graph.ts";
import { compile } from "../../compile.ts";
import { type LayerMap, layerMapComposite, nameMapComposite } from "../../composites/composite.ts";
import { float } from "../../graph/attributes.ts";
import { apply, constant, input, node, outputOf, scalar } from "../../graph/node.ts";
import { float32 } from "../../graph/tensor.ts";
import { topologicalOrder } from "../../graph/topology.ts";
import type { Value } from "../../graph/value.ts";
import { abs } from "../../ops/abs.ts";
import { add } from "../../ops/add.ts";
import { clip } from "../../ops/clip.ts";
import { greater, less, lessOrEqual, or } from "../../ops/comparison.ts";
import { div } from "../../ops/div.ts";
import { erf } from "../../ops/erf.ts";
import { exp } from "../../ops/exp.ts";
import { log } from "../../ops/log.ts";
import { Mul, mul } from "../../ops/mul.ts";
import { neg } from "../../ops/neg.ts";
import { pow } from "../../ops/pow.ts";
import { reduceMean } from "../../ops/reduce.ts";
import { relu } from "../../ops/relu.ts";
import { HardSigmoid, sigmoid } from "../../ops/sigmoid.ts";
import { sign } from "../../ops/sign.ts";
import { Softplus } from "../../ops/softplus.ts";
import { sqrt } from "../../ops/sqrt.ts";
import { sub } from "../../ops/sub.ts";
import { tanh } from "../../ops/tanh.ts";
import { where } from "../../ops/where.ts";
import { pass } from "../../rules/pass.ts";
import type { Canonizer } from "../canonizer.ts";
import { standardCanonizers } from "../standard.ts";
import { fuseActivations } from "./fuse-activations.ts";
import { fuseLayerNormalization } from "./fuse-layer-normalization.ts";

const half = scalar(0.5);
const one = scalar(1);

// As PyTorch's exporters write them, and as people do.
const spellings: readonly (readonly [string, string, (x: Value) => Value])[] = [
  ["GELU by Erf", "Gelu", (x) => mul(mul(x, add(erf(div(x, scalar(Math.SQRT2))), one)), half)],
  ["GELU by Erf, halved first", "Gelu", (x) => mul(mul(x, half), add(one, erf(mul(x, scalar(Math.SQRT1_2)))))],
  [
    "GELU by Tanh",
    "Gelu (tanh)",
    (x) => {
      const inner = mul(add(x, mul(pow(x, scalar(3)), scalar(0.044715))), scalar(Math.sqrt(2 / Math.PI)));
      return mul(mul(half, x), add(one, tanh(inner)));
    },
  ],
  ["SiLU", "Silu", (x) => mul(x, sigmoid(x))],
  ["hard-swish", "HardSwish", (x) => div(mul(x, clip(add(x, scalar(3)), scalar(0), scalar(6))), scalar(6))],
  [
    "hard-swish by HardSigmoid",
    "HardSwish",
    (x) => mul(x, apply(HardSigmoid, [x], { alpha: float(1 / 6), beta: float(0.5) })),
  ],
  ["Mish", "Mish", (x) => mul(x, tanh(apply(Softplus, [x])))],
  ["SiLU as a quotient", "Silu", (x) => div(x, add(one, exp(neg(x))))],
  ["Softsign", "Softsign", (x) => div(x, add(abs(x), one))],
  ["Softplus", "Softplus", (x) => log(add(one, exp(x)))],
  ["LogSigmoid", "LogSigmoid", (x) => log(sigmoid(x))],
  ["Tanhshrink", "Tanhshrink", (x) => sub(x, tanh(x))],
  ["Mish of a spelled-out Softplus", "Mish", (x) => mul(x, tanh(log(add(one, exp(x)))))],
  ["Hardshrink by two comparisons", "Hardshrink", (x) => where(or(greater(x, half), less(x, neg(half))), x, scalar(0))],
  ["Hardshrink by Abs", "Hardshrink", (x) => where(lessOrEqual(abs(x), half), scalar(0), x)],
  [
    "Softshrink as a sum of two choices",
    "Softshrink",
    (x) => add(where(greater(x, half), sub(x, half), scalar(0)), where(less(x, neg(half)), add(x, half), scalar(0))),
  ],
  [
    "Softshrink by Sign",
    "Softshrink",
    (x) => where(greater(abs(x), half), sub(x, mul(sign(x), half)), mul(x, scalar(0))),
  ],
  ["Threshold", "Threshold", (x) => where(lessOrEqual(x, scalar(0.2)), scalar(-7), x)],
  ["a ReLU by Where", "Threshold", (x) => where(greater(x, scalar(0)), x, scalar(0))],
  ["a choice without a name", "Switch", (x) => where(greater(x, scalar(0)), x, mul(x, scalar(0.1)))],
  ["a gate without a name", "Gate", (x) => mul(x, tanh(x))],
];

const x = input("x", "float32", ["N", 3]);
const data = { x: floats([-3, -0.5, 0.25, 1, 2, 4], [2, 3]) };
const graphOf = (y: Value) => ({ inputs: [x], outputs: { y } });

for (const [name, title, spell] of spellings) {
  test(`${name} is one activation of the value that it is a function of`, async () => {
    // Behind another activation, so that the nearest value is the ReLU's output, not its input.
    const before = relu(add(x, scalar(1)));
    const y = spell(before);
    const { graph, matches } = fuseActivations.canonize(graphOf(y), []);
    // Parts of a spelling may have been activations of their own.
    expect(matches.at(-1)?.effect).toBe(`${title} as one activation`);
    const layers = topologicalOrder(Object.values(graph.outputs)).filter(({ operator }) => operator.domain !== "");
    expect(layers.map(({ operator }) => operator.type)).toEqual([title]);
    const [expected, actual] = await Promise.all([runGraph(graphOf(y), data), runGraph(graph, data)]);
    expect(actual).toEqual(expected);
    // Passed, relevance comes through as if the activation were not there: 1 where the ReLU is passed too.
    const composite = () =>
      layerMapComposite([
        ["Activation", pass()],
        ["Affine", pass()],
      ]);
    const passed = compile(graphOf(y), { composite, target: 1, initialRelevance: "one-hot", outputs: ["relevance"] });
    expect((await runGraph(passed.graph, data)).relevance?.data).toEqual([0, 1, 0, 0, 1, 0]);
    // By gradient, it is what the spelled-out nodes give; its own factors are no maps that relevance passes.
    const byGradient = (layers: LayerMap, canonizers: readonly Canonizer[]) =>
      compile(graphOf(y), {
        composite: () => layerMapComposite(layers),
        canonizers,
        target: 1,
        outputs: ["relevance"],
      });
    const affine = [["Affine", pass()]] as const;
    const gradients = [byGradient([], []), byGradient([], standardCanonizers), byGradient(affine, standardCanonizers)];
    const [plain, ...fused] = await Promise.all(gradients.map((each) => runGraph(each.graph, data)));
    for (const each of fused) expect(each?.relevance?.data).toEqual(plain?.relevance?.data);
  });
}

test("products of two signals, and powers, are no activations", () => {
  const other = input("z", "float32", ["N", 3]);
  for (const y of [
    mul(x, sigmoid(other)),
    mul(x, x),
    mul(x, add(x, one)),
    mul(x, sigmoid(reduceMean(x, [1]))),
    sub(x, mul(x, one)),
    div(x, add(x, one)),
    log(x),
    log(exp(x)),
    // A mask carries no data; a choice by another value, or of other values, is one between signals.
    where(greater(x, one), scalar(2), scalar(0)),
    where(greater(other, one), x, scalar(0)),
    where(greater(x, one), other, scalar(0)),
    where(greater(x, constant(float32([1, 2, 3]))), x, scalar(0)),
  ])
    expect(fuseActivations.canonize({ inputs: [x, other], outputs: { y } }, []).matches).toEqual([]);
});

test("what is fused keeps the name of its last node, by which composites find it", () => {
  const names = { name: "/blocks.0/act/Mul", outputNames: ["gated"] };
  const gate = outputOf(node(Mul, [x, sigmoid(x)], {}, names));
  const passed = pass();
  const { graph } = fuseActivations.canonize(graphOf(gate), []);
  const [fused] = topologicalOrder(Object.values(graph.outputs));
  expect(fused).toMatchObject({ ...names, operator: { type: "Silu" } });
  const ruleOf = nameMapComposite([[["/blocks.0/*"], passed]])(graph);
  expect(fused && ruleOf(fused)).toBe(passed);
});

test("two gates of one value stay two", async () => {
  const y = add(mul(x, tanh(x)), mul(x, tanh(mul(x, scalar(2)))));
  const { graph, matches } = fuseActivations.canonize(graphOf(y), []);
  expect(matches).toHaveLength(2);
  expect(await runGraph(graph, data)).toEqual(await runGraph(graphOf(y), data));
});

test("a spelled-out layer normalisation is one layer with the same values", async () => {
  const centred = sub(x, reduceMean(x, [1]));
  for (const square of [pow(centred, scalar(2)), mul(centred, centred)]) {
    const normalised = div(centred, sqrt(add(reduceMean(square, [1]), scalar(1e-5))));
    const y = add(mul(normalised, constant(float32([1, 2, 3]))), constant(float32([0.5, 0, 1])));
    const { graph, matches } = fuseLayerNormalization.canonize(graphOf(y), []);
    expect(matches.map(({ effect }) => effect)).toEqual(["LayerNormalization over 3 values"]);
    const [expected, actual] = await Promise.all([runGraph(graphOf(y), data), runGraph(graph, data)]);
    // Float32: two ways to sum three squares.
    actual.y?.data.forEach((value, i) => {
      expect(Math.abs(Number(value) - Number(expected.y?.data[i]))).toBeLessThan(2e-6);
    });
  }
  const other = div(centred, sqrt(add(reduceMean(mul(x, x), [1]), scalar(1e-5))));
  expect(fuseLayerNormalization.canonize(graphOf(other), []).matches).toEqual([]);
});
