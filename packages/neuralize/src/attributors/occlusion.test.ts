import fc from "fast-check";
import { expect, test } from "vitest";
import { largestDifference } from "../../../../test/support/largest-difference.ts";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { denseNetwork, uniform, weight } from "../../../../test/support/small-networks.ts";
import type { Feed } from "../engine.ts";
import { input, integers } from "../graph/node.ts";
import type { Graph } from "../graph/value.ts";
import { matMul } from "../ops/matmul.ts";
import { reshape } from "../ops/reshape.ts";
import { tanh } from "../ops/tanh.ts";
import { type OcclusionOptions, occlusion } from "./occlusion.ts";
import { windowsOver } from "./windows.ts";

const shape = [2, 5, 4] as const;
const length = 40;
const image = input("x", "float64", ["N", ...shape]);
const network: Graph = {
  inputs: [image],
  outputs: {
    y: matMul(
      tanh(matMul(reshape(image, integers([-1, length])), weight([length, 8], 1, "float64"))),
      weight([8, 3], 2, "float64"),
    ),
  },
};
const feed = (data: Float64Array): Feed => ({ type: "float64", dims: [data.length / length, ...shape], data });
const x = Float64Array.from(uniform(2 * length, 3));

/** Whether place (c, h, w) lies in the window at an offset, cut as zennit rolls its mask: round the ends. */
const covers = (place: readonly number[], offset: readonly number[], window: readonly number[]): boolean =>
  place.every((at, axis) => {
    const size = shape[axis] ?? 1;
    return (at - (offset[axis] ?? 0) + size) % size < (window[axis] ?? 1);
  });

const places = Array.from({ length }, (_, i) => [Math.floor(i / 20), Math.floor(i / 4) % 5, i % 4]);

/** Occlusion by loops over windows and places, with the scores of whole inputs. */
async function bruteForce(
  window: readonly number[],
  stride: readonly number[],
  fill: number,
  occlude: "keep" | "remove",
) {
  const scorer = occlusion(nativeEngine, network, {}, { window: [5, 4], stride: [5, 4] });
  const { target = new Int32Array(0), output } = await scorer.attribute(feed(x));
  const expected = new Float64Array(2 * length);
  for (let c = 0; c < shape[0]; c += stride[0] ?? 1)
    for (let h = 0; h < shape[1]; h += stride[1] ?? 1)
      for (let w = 0; w < shape[2]; w += stride[2] ?? 1) {
        const inside = places.map((place) => covers(place, [c, h, w], window));
        const occluded = x.map((value, i) => (inside[i % length] === (occlude === "keep") ? value : fill));
        const left = (await scorer.attribute(feed(occluded), { target })).output;
        expected.forEach((value, i) => {
          const row = Math.floor(i / length);
          const score = occlude === "keep" ? (left[row] ?? 0) : (output[row] ?? 0) - (left[row] ?? 0);
          if (inside[i % length]) expected[i] = value + score;
        });
      }
  await scorer.close();
  return expected;
}

test.each<[string, OcclusionOptions, readonly number[], readonly number[]]>([
  ["windows that fit", { window: [5, 2], stride: [5, 2] }, [2, 5, 2], [2, 5, 2]],
  ["windows that overlap and hang over", { window: [3, 3], stride: [2, 2] }, [2, 3, 3], [2, 2, 2]],
  ["one size for all axes, channels too", { window: 2, stride: 2 }, [2, 2, 2], [2, 2, 2]],
  ["gaps between windows", { window: [1, 1, 2], stride: [1, 3, 3] }, [1, 1, 2], [1, 3, 3]],
  ["windows larger than the picture", { window: 9, stride: 9 }, [2, 5, 4], [2, 5, 4]],
])("as loops have it: %s", async (_, options, window, stride) => {
  for (const occlude of ["keep", "remove"] as const) {
    const attributor = occlusion(nativeEngine, network, {}, { ...options, occlude, fill: 0.25, batch: 7 });
    const { relevance } = await attributor.attribute(feed(x));
    expect(largestDifference(relevance.data, await bruteForce(window, stride, 0.25, occlude))).toBeLessThan(1e-12);
    await attributor.close();
  }
});

test("windows of the stride's size cover every place once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }).chain((sizes) =>
        fc.record({
          sizes: fc.constant(sizes),
          whole: fc.tuple(...sizes.map((size) => fc.constantFrom(...divisors(size)))),
        }),
      ),
      ({ sizes, whole }) => {
        const windows = windowsOver(sizes, whole, whole);
        const seen = Array.from({ length: windows.count }, (_, i) => [...windows.places(i)]).flat();
        const all = sizes.reduce((product, size) => product * size, 1);
        expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: all }, (_, i) => i));
      },
    ),
  );
});

const divisors = (size: number): number[] =>
  Array.from({ length: size }, (_, i) => i + 1).filter((d) => size % d === 0);

test.each([
  [{ window: 0 }, /window is 0/],
  [{ window: [2, 2, 2, 2] }, /window is 2,2,2,2; .*at most 3/],
  [{ stride: [1.5] }, /stride is 1.5/],
])("refused: %o", async (options, message) => {
  await expect(occlusion(nativeEngine, network, {}, options).attribute(feed(x))).rejects.toThrow(message);
});

test("the default window is eight numbers long", async () => {
  const rows: Feed = { type: "float32", dims: [1, 4], data: uniform(4, 1) };
  const { relevance, output } = await occlusion(nativeEngine, denseNetwork(tanh), {}).attribute(rows);
  expect([...relevance.data]).toEqual(new Array(4).fill(Math.fround(output[0] ?? 0)));
});
