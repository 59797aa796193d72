import { expect, test } from "vitest";
import { int, ints } from "../../packages/neuralize/src/graph/attributes.ts";
import { apply, input } from "../../packages/neuralize/src/graph/node.ts";
import { shapeOf, staticShape } from "../../packages/neuralize/src/graph/shapes.ts";
import { elementCount } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Value } from "../../packages/neuralize/src/graph/value.ts";
import { GlobalMaxPool } from "../../packages/neuralize/src/ops/global-pool.ts";
import { MaxPool } from "../../packages/neuralize/src/ops/max-pool.ts";
import { relevance } from "../../packages/neuralize/src/relevance.ts";
import { floats, runGraph } from "../support/run-graph.ts";
import { type Draw, drawFrom } from "./draw.ts";

interface Pool {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly ceil: boolean;
}

/** All places of a box, in row-major order. */
const placesOf = (sizes: readonly number[]): readonly (readonly number[])[] =>
  sizes.reduce<readonly (readonly number[])[]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  );

/** Every window's gradient goes to the first of its largest values: loops over one channel after the other. */
function dense(
  pool: Pool,
  [sizes, values]: readonly [readonly number[], readonly number[]],
  [counts, gradient]: readonly [readonly number[], readonly number[]],
): readonly number[] {
  const result = values.map(() => 0);
  const [inside, outside] = [elementCount(sizes), elementCount(counts)];
  for (let channel = 0; channel < values.length / inside; channel++) {
    placesOf(counts).forEach((window, w) => {
      let largest = Number.NEGATIVE_INFINITY;
      let at: number | undefined;
      for (const offset of placesOf(pool.kernel)) {
        const place = window.map(
          (i, a) => i * (pool.strides[a] ?? 1) - (pool.before[a] ?? 0) + (offset[a] ?? 0) * (pool.dilations[a] ?? 1),
        );
        if (place.some((i, a) => i < 0 || i >= (sizes[a] ?? 0))) continue;
        const index = channel * inside + place.reduce((sum, i, a) => sum * (sizes[a] ?? 0) + i, 0);
        const value = values[index] ?? Number.NaN;
        if (value > largest) [largest, at] = [value, index];
      }
      if (at !== undefined) result[at] = (result[at] ?? 0) + (gradient[channel * outside + w] ?? 0);
    });
  }
  return result;
}

/** The gradient as the graph computes it, and as the loops do; whole numbers, which float32 adds exactly. */
async function both(x: Value, y: Value, pool: Pool, values: readonly number[]) {
  const [shape, pooled] = [staticShape(shapeOf(x)) ?? [], staticShape(shapeOf(y)) ?? []];
  const seed = input("seed", "float32", pooled);
  const gradient = Array.from({ length: elementCount(pooled) }, (_, i) => i + 1);
  const [back] = relevance({ seeds: new Map([[y, seed]]), to: [x], ruleOf: () => undefined });
  const run = await runGraph(
    { inputs: [x, seed], outputs: { ...(back && { back }) } },
    { x: floats(values, shape), seed: floats(gradient, pooled) },
  );
  const expected = dense(pool, [shape.slice(2), values], [pooled.slice(2), gradient]);
  return { actual: run.back?.data, expected };
}

/** Few different numbers, so that most windows hold their largest several times; sometimes only one. */
function tied(draw: Draw, shape: readonly number[]): readonly number[] {
  const most = draw.pick([0, 1, 2]);
  const least = draw.pick([-2, 0]);
  return Array.from({ length: elementCount(shape) }, () => draw.integer(Math.min(least, most), most));
}

function poolOf(
  draw: Draw,
  rank: number,
  sideBySide: boolean,
): { readonly pool: Pool; readonly sizes: readonly number[] } {
  const kernel = Array.from({ length: rank }, () => draw.integer(1, 3));
  const dilations = kernel.map(() => (sideBySide ? 1 : draw.pick([1, 1, 2])));
  const strides = kernel.map((size) => (sideBySide ? size : draw.integer(1, 3)));
  const before = kernel.map((size) => (sideBySide ? 0 : draw.integer(0, size - 1)));
  const after = kernel.map((size) => (sideBySide ? 0 : draw.integer(0, size - 1)));
  const sizes = kernel.map((size, i) => {
    const reach = (dilations[i] ?? 1) * (size - 1) + 1 - (before[i] ?? 0) - (after[i] ?? 0);
    return Math.max(1, reach) + draw.integer(0, rank === 1 ? 6 : 3);
  });
  // See cases/spatial.ts: the engine infers windows that would begin behind the data.
  const whole = sizes.every((size, i) => {
    const [stride, start] = [strides[i] ?? 1, before[i] ?? 0];
    const beyond = size + start + (after[i] ?? 0) - (dilations[i] ?? 1) * ((kernel[i] ?? 1) - 1) - 1;
    return Math.ceil(beyond / stride) * stride < size + start;
  });
  return { pool: { kernel, strides, dilations, before, after, ceil: whole && draw.chance() }, sizes };
}

test("MaxPool hands the gradient of a window to its first maximum in row-major order", async () => {
  for (let round = 1; round <= 60; round++) {
    const draw = drawFrom(round);
    const { pool, sizes } = poolOf(draw, 1 + (round % 3), round % 4 === 0);
    const x = input("x", "float32", [draw.integer(1, 2), draw.integer(1, 3), ...sizes]);
    const y = apply(MaxPool, [x], {
      kernel_shape: ints(pool.kernel),
      strides: ints(pool.strides),
      dilations: ints(pool.dilations),
      pads: ints([...pool.before, ...pool.after]),
      ceil_mode: int(pool.ceil ? 1 : 0),
    });
    const { actual, expected } = await both(x, y, pool, tied(draw, staticShape(shapeOf(x)) ?? []));
    expect(actual, JSON.stringify({ round, sizes, ...pool })).toEqual(expected);
  }
});

test("GlobalMaxPool hands its gradient to the first maximum in row-major order", async () => {
  for (let round = 1; round <= 12; round++) {
    const draw = drawFrom(round);
    const sizes = Array.from({ length: 1 + (round % 3) }, () => draw.integer(1, 4));
    const ones = sizes.map(() => 1);
    const none = sizes.map(() => 0);
    const pool = { kernel: sizes, strides: ones, dilations: ones, before: none, after: none, ceil: false };
    const x = input("x", "float32", [2, 2, ...sizes]);
    const { actual, expected } = await both(x, apply(GlobalMaxPool, [x]), pool, tied(draw, [2, 2, ...sizes]));
    expect(actual, JSON.stringify({ round, sizes })).toEqual(expected);
  }
});
