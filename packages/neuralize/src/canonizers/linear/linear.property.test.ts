import fc from "fast-check";
import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../../test/support/run-graph.ts";
import { float, int, ints, string } from "../../graph/attributes.ts";
import { apply, constant, input, node, outputOf } from "../../graph/node.ts";
import { shapeOf } from "../../graph/shapes.ts";
import { elementCount, float32 } from "../../graph/tensor.ts";
import { topologicalOrder } from "../../graph/topology.ts";
import type { Attributes, Value } from "../../graph/value.ts";
import { add } from "../../ops/add.ts";
import { BatchNormalization } from "../../ops/batch-normalization.ts";
import { Conv } from "../../ops/conv.ts";
import { ConvTranspose } from "../../ops/conv-transpose.ts";
import { Gemm } from "../../ops/gemm.ts";
import { MatMul, matMul } from "../../ops/matmul.ts";
import { relu } from "../../ops/relu.ts";
import { sub } from "../../ops/sub.ts";
import type { Canonizer } from "../canonizer.ts";
import { standardCanonizers } from "../standard.ts";

type Weights = (...shape: readonly number[]) => Value;

/** Numbers between −1 and 1, the same for the same seed. */
function weightsFrom(seed: number): Weights {
  let state = seed;
  const next = (): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (state / 2 ** 31) * 2 - 1;
  };
  return (...shape) => constant(float32(Array.from({ length: elementCount(shape) }, next), shape));
}

function batchNorm(x: Value, weights: Weights): Value {
  const channels = Number(shapeOf(x)?.[1]);
  // From 0.1 to 2.1.
  const variance = add(weights(channels), constant(float32([1.1])));
  return apply(BatchNormalization, [x, weights(channels), weights(channels), weights(channels), variance], {
    epsilon: float(1e-3),
  });
}

interface Layer {
  readonly name: string;
  readonly input: readonly number[];
  readonly apply: (x: Value, weights: Weights) => Value;
  /** Whether a normalisation in front of it can become part of it. */
  readonly takesOver: boolean;
}

const convolution = (
  name: string,
  takesOver: boolean,
  weight: readonly number[],
  attributes: Attributes,
  bias = true,
): Layer => ({
  name,
  takesOver,
  input: [4, 5, 6],
  apply: (x, weights) => apply(Conv, [x, weights(...weight), ...(bias ? [weights(weight[0] ?? 0)] : [])], attributes),
});

const layers: readonly Layer[] = [
  convolution("Conv", true, [3, 4, 2, 3], {}),
  convolution("Conv without bias", true, [3, 4, 2, 3], { strides: ints([2, 1]) }, false),
  convolution("Conv in groups", true, [6, 2, 2, 2], { group: int(2) }),
  convolution("depthwise Conv", true, [4, 1, 3, 3], { group: int(4), auto_pad: string("VALID") }),
  convolution("padded Conv", false, [3, 4, 3, 3], { pads: ints([1, 1, 1, 1]) }),
  convolution("Conv that pads by itself", false, [3, 4, 3, 3], { auto_pad: string("SAME_UPPER") }),
  {
    name: "ConvTranspose in groups",
    takesOver: false,
    input: [4, 3, 3],
    apply: (x, weights) =>
      apply(ConvTranspose, [x, weights(4, 3, 2, 2), weights(6)], { group: int(2), strides: ints([2, 2]) }),
  },
  {
    name: "Gemm",
    takesOver: true,
    input: [5],
    apply: (x, weights) => apply(Gemm, [x, weights(5, 3), weights(3)], { alpha: float(0.5), beta: float(2) }),
  },
  {
    name: "Gemm with a transposed weight, without bias",
    takesOver: true,
    input: [5],
    apply: (x, weights) => apply(Gemm, [x, weights(3, 5)], { transB: int(1) }),
  },
  { name: "MatMul", takesOver: true, input: [5], apply: (x, weights) => matMul(x, weights(5, 3)) },
];

/** One number per channel, laid out as exporters do. */
const shift = (like: Value, weights: Weights): Value => {
  const [, channels = 0, ...rest] = (shapeOf(like) ?? []).map(Number);
  return weights(...[channels, ...rest.map(() => 1)]);
};

type Wrap = (layer: Layer, x: Value, weights: Weights) => Value;
const wraps: Readonly<Record<string, Wrap>> = {
  "normalised after": (layer, x, weights) => batchNorm(layer.apply(x, weights), weights),
  "normalised before": (layer, x, weights) => layer.apply(batchNorm(x, weights), weights),
  "with a constant added": (layer, x, weights) => {
    const y = layer.apply(x, weights);
    return add(shift(y, weights), y);
  },
  "with a constant taken away, then normalised": (layer, x, weights) => {
    const y = layer.apply(x, weights);
    return batchNorm(sub(y, shift(y, weights)), weights);
  },
};

const canonized = (x: Value, y: Value, canonizers: readonly Canonizer[] = standardCanonizers) =>
  canonizers.reduce((graph, { canonize }) => canonize(graph, []).graph, { inputs: [x], outputs: { y } } as const as {
    readonly inputs: readonly Value[];
    readonly outputs: Readonly<Record<string, Value>>;
  });

const dataNodes = (outputs: Readonly<Record<string, Value>>, x: Value): readonly string[] => {
  const reached = new Set<Value>([x]);
  return topologicalOrder(Object.values(outputs)).flatMap((node) => {
    if (!node.inputs.some((value) => value !== undefined && reached.has(value))) return [];
    for (const value of node.values) reached.add(value);
    return [node.operator.type];
  });
};

for (const [how, wrap] of Object.entries(wraps)) {
  for (const layer of layers) {
    test(`${layer.name} ${how}: one layer where that is possible, and the same numbers`, async () => {
      const merges = how !== "normalised before" || layer.takesOver;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
          const weights = weightsFrom(seed);
          const x = input("x", "float32", ["N", ...layer.input]);
          const y = wrap(layer, x, weights);
          const after = canonized(x, y);
          expect(dataNodes(after.outputs, x).length).toBe(merges ? 1 : 2);
          const count = 2 * elementCount(layer.input);
          const feeds = {
            x: floats(
              Array.from({ length: count }, (_, i) => Math.sin(seed + i)),
              [2, ...layer.input],
            ),
          };
          const [before, now] = await Promise.all([
            runGraph({ inputs: [x], outputs: { y } }, feeds),
            runGraph(after, feeds),
          ]);
          const expected = (before.y?.data ?? []) as readonly number[];
          const scale = Math.max(...expected.map(Math.abs));
          expect(now.y?.dims).toEqual(before.y?.dims);
          // Float32, sums of up to 40 products, divided by standard deviations of at least 0.3.
          for (const [i, value] of expected.entries())
            expect(Math.abs(Number(now.y?.data[i]) - value)).toBeLessThanOrEqual(2e-5 * scale);
        }),
        { numRuns: 3, seed: 5 },
      );
    });
  }
}

test("what something else reads keeps its own layer", () => {
  const weights = weightsFrom(1);
  const x = input("x", "float32", ["N", 5]);
  const y = matMul(x, weights(5, 3));
  const normalised = batchNorm(y, weights);
  const [first] = standardCanonizers.filter(({ name }) => name === "merge_batch_norm");
  const read = first?.canonize({ inputs: [x], outputs: { y, normalised } }, []);
  expect(read?.matches).toEqual([]);
  expect(read?.graph.outputs.normalised).toBe(normalised);
});

test("values that somebody refers to are followed, and matches say what was done", () => {
  const weights = weightsFrom(2);
  const x = input("x", "float32", ["N", 5]);
  const product = outputOf(node(MatMul, [x, weights(5, 3)], {}, { name: "/fc/MatMul" }));
  const normalised = batchNorm(product, weights);
  const [merge] = standardCanonizers.filter(({ name }) => name === "merge_batch_norm");
  const merged = merge?.canonize({ inputs: [x], outputs: { y: relu(normalised) } }, [normalised]);
  const current = merged?.current(normalised);
  expect(current?.producer).toMatchObject({ operator: { type: "Linear" }, name: "/fc/MatMul" });
  expect(merged?.matches).toEqual([{ at: "BatchNormalization", effect: "merged into /fc/MatMul" }]);
});
