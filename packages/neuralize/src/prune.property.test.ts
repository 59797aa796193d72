import fc from "fast-check";
import { expect, test } from "vitest";
import { doubles, floats, runGraph } from "../../../test/support/run-graph.ts";
import { compile } from "./compile.ts";
import { type LayerMap, type LayerName, layerMapComposite } from "./composites/composite.ts";
import { int, ints } from "./graph/attributes.ts";
import { apply, constant, input, scalarLike, typeOf } from "./graph/node.ts";
import { shapeOf } from "./graph/shapes.ts";
import { elementCount, float32, float64 } from "./graph/tensor.ts";
import { topologicalOrder } from "./graph/topology.ts";
import type { Value } from "./graph/value.ts";
import { add } from "./ops/add.ts";
import { clip } from "./ops/clip.ts";
import { concat } from "./ops/concat.ts";
import { Conv } from "./ops/conv.ts";
import { max } from "./ops/extremum.ts";
import { gemm } from "./ops/gemm.ts";
import { LeakyRelu } from "./ops/leaky-relu.ts";
import { MaxPool } from "./ops/max-pool.ts";
import { mul } from "./ops/mul.ts";
import { pad } from "./ops/pad.ts";
import { relu } from "./ops/relu.ts";
import { flatten } from "./ops/reshape.ts";
import { slice } from "./ops/slice.ts";
import { alphaBeta } from "./rules/alpha-beta.ts";
import { epsilon } from "./rules/epsilon.ts";
import { flat } from "./rules/flat.ts";
import { gamma } from "./rules/gamma.ts";
import { norm } from "./rules/norm.ts";
import { pass } from "./rules/pass.ts";
import { reluBetaSmooth, reluDeconvnet, reluGuidedBackprop } from "./rules/relu-rules.ts";
import type { Rule } from "./rules/rule.ts";
import { wsquare } from "./rules/wsquare.ts";
import { zbox } from "./rules/zbox.ts";
import { zplus } from "./rules/zplus.ts";

// A stabiliser of this size keeps quotients of sums near 0, and with them the rounding of both ways, small.
const by = { epsilon: 0.25 };

const linearRules: readonly (Rule | undefined)[] = [
  undefined,
  epsilon(by),
  epsilon({ epsilon: { epsilon: 0.5, clip: true } }),
  epsilon({ epsilon: { epsilon: 0.5, normScale: true } }),
  epsilon({ ...by, zeroParameters: ["bias"] }),
  gamma(by),
  gamma({ epsilon: { epsilon: 0.25, clip: true } }),
  gamma({ ...by, zeroParameters: ["bias"] }),
  zplus(by),
  alphaBeta(by),
  zbox({ low: -3, high: 3, ...by }),
  wsquare(by),
  flat(by),
];
const sumRules = [undefined, norm(by), pass()];
const activationRules = [undefined, pass()];
const reluRules = [undefined, pass(), reluDeconvnet(), reluGuidedBackprop(), reluBetaSmooth()];
const affineRules = [undefined, pass()];

const chosen = (rules: readonly (Rule | undefined)[]) => fc.constantFrom(...rules);

/** A layer map with a rule, or none, for each kind of layer; two rules for linear ones, told apart by the first layer. */
const maps = fc
  .tuple(
    chosen(linearRules),
    chosen(linearRules),
    chosen(sumRules),
    chosen(activationRules),
    chosen(reluRules),
    chosen(affineRules),
  )
  .map(([convolution, dense, sum, activation, rectifier, affine]) => {
    const entries: readonly (readonly [LayerName, Rule | undefined])[] = [
      ["Convolution", convolution],
      ["Linear", dense],
      ["Sum", sum],
      ["ReLU", rectifier],
      ["Activation", activation],
      ["Affine", affine],
      ["Max", affine],
    ];
    return entries.filter((entry): entry is readonly [LayerName, Rule] => entry[1] !== undefined) satisfies LayerMap;
  });

/** What a network is grown by: reads values made before, by places counted from the newest. */
type Step = (value: Value, earlier: (shape: string) => Value, weights: (shape: readonly number[]) => Value) => Value;

const width = (value: Value): number => Number(shapeOf(value)?.[1]);

const elementwise: Readonly<Record<string, Step>> = {
  relu: (x) => relu(x),
  leaky: (x) => apply(LeakyRelu, [x], {}),
  affine: (x) => add(mul(x, scalarLike(x, -1.5)), scalarLike(x, 0.25)),
  skip: (x, earlier) => add(x, earlier(String(shapeOf(x)))),
  double: (x) => add(x, x),
  largest: (x, earlier) => max(x, earlier(String(shapeOf(x)))),
  concat: (x, earlier) => concat([x, earlier(String(shapeOf(x)))], 1),
};

const denseSteps: Readonly<Record<string, Step>> = {
  ...elementwise,
  dense: (x, _, weights) => gemm(x, weights([4, width(x)]), { transB: true, addend: weights([4]) }),
  narrow: (x) => slice(x, [0], [Math.max(1, width(x) - 1)], [1]),
  pad: (x) => pad(x, [0, 1, 0, 0]),
};

const convolutionSteps: Readonly<Record<string, Step>> = {
  ...elementwise,
  convolution: (x, _, weights) =>
    apply(Conv, [x, weights([3, width(x), 2, 2]), weights([3])], {
      pads: ints([1, 0, 0, 1]),
      kernel_shape: ints([2, 2]),
    }),
  bare: (x, _, weights) => apply(Conv, [x, weights([3, width(x), 1, 1])], { kernel_shape: ints([1, 1]) }),
  // Not among the dense ones: the engine's fusion of ReLU and Clip fails in float64.
  relu6: (x) => clip(x, scalarLike(x, 0), scalarLike(x, 6)),
  pool: (x) =>
    apply(MaxPool, [x], {
      kernel_shape: ints([2, 2]),
      strides: ints([1, 1]),
      pads: ints([1, 1, 0, 0]),
      ceil_mode: int(0),
    }),
};

const grown = (steps: Readonly<Record<string, Step>>, linear: string) =>
  fc
    .array(fc.oneof(fc.constantFrom(...Object.keys(steps)), fc.constantFrom(linear, "relu")), {
      minLength: 2,
      maxLength: 7,
    })
    .map((names) => ({ names, steps }));

function build(
  x: Value,
  { names, steps }: { readonly names: readonly string[]; readonly steps: Readonly<Record<string, Step>> },
  seed: number,
): Value {
  let state = seed;
  const next = (): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (state / 2 ** 31) * 2 - 1;
  };
  const weights = (shape: readonly number[]): Value => {
    const values = Array.from({ length: elementCount(shape) }, next);
    return constant((typeOf(x).type === "float64" ? float64 : float32)(values, shape));
  };
  const made: Value[] = [x];
  for (const name of names) {
    const value = made[made.length - 1] as Value;
    // The oldest value of that shape: what a skip connection reaches back to.
    const earlier = (shape: string): Value => made.find((each) => String(shapeOf(each)) === shape) ?? value;
    const step = steps[name];
    if (step !== undefined) made.push(step(value, earlier, weights));
  }
  const last = made[made.length - 1] as Value;
  const rows = (shapeOf(last) ?? []).length > 2 ? flatten(last) : last;
  return gemm(rows, weights([3, width(rows)]), { transB: true });
}

interface Scenario {
  readonly network: { readonly names: readonly string[]; readonly steps: Readonly<Record<string, Step>> };
  readonly map: LayerMap;
  readonly seed: number;
}

async function bothWays({ network, map, seed }: Scenario, sizes: readonly number[], double: boolean) {
  const x = input("x", double ? "float64" : "float32", ["N", ...sizes]);
  const graph = { inputs: [x], outputs: { y: build(x, network, seed) } };
  const count = 3 * elementCount(sizes);
  const data = Array.from({ length: count }, (_, i) => 2 * Math.sin(seed + 7.3 * i));
  const feeds = { x: (double ? doubles : floats)(data, [3, ...sizes]) };
  const compiled = (prune: boolean) => compile(graph, { composite: () => layerMapComposite(map), prune }).graph;
  const [pruned, whole] = [compiled(true), compiled(false)];
  const relevances = await Promise.all(
    [pruned, whole].map(async (each) => (await runGraph(each, feeds)).relevance?.data),
  );
  const sizeOf = (each: typeof pruned): number => topologicalOrder(Object.values(each.outputs)).length;
  return { relevances: relevances as readonly (readonly number[])[], nodes: [sizeOf(pruned), sizeOf(whole)] as const };
}

function close([pruned = [], whole = []]: readonly (readonly number[])[], tolerance: number): void {
  const scale = Math.max(1e-3, ...whole.map(Math.abs));
  expect(pruned.length).toBe(whole.length);
  for (const [i, value] of whole.entries())
    expect(Math.abs((pruned[i] ?? Number.NaN) - value), `entry ${i}: ${value}`).toBeLessThanOrEqual(tolerance * scale);
}

const scenarios = (network: ReturnType<typeof grown>) =>
  fc.record({ network, map: maps, seed: fc.integer({ min: 1, max: 1_000_000 }) });

test("pruned and whole compilations give the same relevance: dense networks, every combination of rules", async () => {
  let saved = 0;
  await fc.assert(
    fc.asyncProperty(scenarios(grown(denseSteps, "dense")), async (scenario) => {
      const { relevances, nodes } = await bothWays(scenario, [4], true);
      // Float64: a few hundred roundings, enlarged by quotients of 1/0.25 per layer.
      close(relevances, 1e-9);
      expect(nodes[0]).toBeLessThanOrEqual(nodes[1]);
      saved += nodes[1] - nodes[0];
    }),
    { numRuns: 100, seed: 21 },
  );
  expect(saved).toBeGreaterThan(0);
});

test("pruned and whole compilations give the same relevance: convolutions and pools", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios(grown(convolutionSteps, "convolution")), async (scenario) => {
      const { relevances } = await bothWays(scenario, [2, 3, 3], false);
      // The same in float32, which is all that convolutions have on the engine.
      close(relevances, 2e-3);
    }),
    { numRuns: 70, seed: 22 },
  );
});
