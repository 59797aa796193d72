import { expect, test } from "vitest";
import { float, int, ints } from "../../packages/neuralize/src/graph/attributes.ts";
import { apply, constant, input } from "../../packages/neuralize/src/graph/node.ts";
import { elementCount, float32 } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Attributes, Operator, Value } from "../../packages/neuralize/src/graph/value.ts";
import { AveragePool } from "../../packages/neuralize/src/ops/average-pool.ts";
import { BatchNormalization } from "../../packages/neuralize/src/ops/batch-normalization.ts";
import { Conv } from "../../packages/neuralize/src/ops/conv.ts";
import { ConvTranspose } from "../../packages/neuralize/src/ops/conv-transpose.ts";
import { GlobalAveragePool, GlobalMaxPool } from "../../packages/neuralize/src/ops/global-pool.ts";
import { InstanceNormalization } from "../../packages/neuralize/src/ops/instance-normalization.ts";
import { GlobalLpPool, LpPool } from "../../packages/neuralize/src/ops/lp-pool.ts";
import { LRN } from "../../packages/neuralize/src/ops/lrn.ts";
import { MaxPool } from "../../packages/neuralize/src/ops/max-pool.ts";
import { relevance } from "../../packages/neuralize/src/relevance.ts";
import { floats, runGraph } from "../support/run-graph.ts";

const sizes = [4, 6, 6];

const positive = (shape: readonly number[]): Value =>
  constant(float32(new Float32Array(elementCount(shape)).fill(0.5), shape));
const channels = positive([4]);

// GroupNormalization is not here: the engine's own does not take an empty batch.
const cases: readonly (readonly [string, Operator, readonly Value[], Attributes])[] = [
  ["Conv", Conv, [positive([6, 4, 3, 3])], { pads: ints([1, 1, 1, 1]) }],
  ["Conv in groups, in steps", Conv, [positive([6, 2, 3, 3])], { group: int(2), strides: ints([2, 2]) }],
  ["Conv of single places, in steps", Conv, [positive([6, 4, 1, 1])], { strides: ints([2, 2]) }],
  ["ConvTranspose", ConvTranspose, [positive([4, 3, 3, 3])], { strides: ints([2, 2]) }],
  ["MaxPool side by side", MaxPool, [], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }],
  [
    "MaxPool, overlapping",
    MaxPool,
    [],
    { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) },
  ],
  ["AveragePool side by side", AveragePool, [], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }],
  [
    "AveragePool, overlapping",
    AveragePool,
    [],
    { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) },
  ],
  ["LpPool", LpPool, [], { kernel_shape: ints([2, 2]) }],
  ["GlobalAveragePool", GlobalAveragePool, [], {}],
  ["GlobalMaxPool", GlobalMaxPool, [], {}],
  ["GlobalLpPool", GlobalLpPool, [], {}],
  ["BatchNormalization", BatchNormalization, [channels, channels, channels, channels], {}],
  ["InstanceNormalization", InstanceNormalization, [channels, channels], {}],
  ["LRN", LRN, [], { size: int(3), alpha: float(0.1) }],
];

test.each(cases)("%s: an empty batch has an empty gradient", async (_, operator, parameters, attributes) => {
  const x = input("x", "float32", ["N", ...sizes]);
  const y = apply(operator, [x, ...parameters], attributes);
  const [back] = relevance({ seeds: new Map([[y, y]]), to: [x], ruleOf: () => undefined });
  const run = await runGraph({ inputs: [x], outputs: { y, ...(back && { back }) } }, { x: floats([], [0, ...sizes]) });
  expect(run.back?.dims).toEqual([0, ...sizes]);
});
