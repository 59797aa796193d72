import { expect, test } from "vitest";
import { largestDifference } from "../../../../test/support/largest-difference.ts";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { denseNetwork, uniform } from "../../../../test/support/small-networks.ts";
import type { Feed } from "../engine.ts";
import { randomFrom } from "../fit/random.ts";
import { input } from "../graph/node.ts";
import { add } from "../ops/add.ts";
import { mul } from "../ops/mul.ts";
import { reduceSum } from "../ops/reduce.ts";
import { tanh } from "../ops/tanh.ts";
import { gradient } from "./gradient.ts";
import { normalFrom } from "./normal.ts";
import { smoothGrad } from "./smoothgrad.ts";

const network = denseNetwork(tanh);
const x: Feed = { type: "float32", dims: [3, 4], data: uniform(12, 9) };
const relevance = async (options: Parameters<typeof smoothGrad>[3]) =>
  (await smoothGrad(nativeEngine, network, {}, options).attribute(x)).relevance.data;

test("without noise, and with one draw, it is the gradient", async () => {
  const plain = (await gradient(nativeEngine, network, {}).attribute(x)).relevance.data;
  expect(largestDifference(await relevance({ noise: 0, samples: 5 }), plain)).toBeLessThan(1e-6);
  expect(largestDifference(await relevance({ noise: 3, samples: 1 }), plain)).toBeLessThan(1e-6);
});

test("the same seed gives the same, whatever the batch; another one gives another", async () => {
  const first = await relevance({ seed: 7, samples: 10 });
  expect([...(await relevance({ seed: 7, samples: 10 }))]).toEqual([...first]);
  expect(largestDifference(await relevance({ seed: 7, samples: 10, batch: 3 }), first)).toBeLessThan(1e-6);
  expect(largestDifference(await relevance({ seed: 8, samples: 10 }), first)).toBeGreaterThan(1e-4);
});

test("the noise has the deviation of a level of the row's own range", async () => {
  // The gradient of Σ x²/2 is x itself: the mean over draws shows the noise that was added.
  const value = input("x", "float64", ["N", 2000]);
  const halves = reduceSum(mul(value, add(value, value)), [1], false);
  const graph = { inputs: [value], outputs: { y: halves } };
  const wide = Float64Array.from({ length: 4000 }, (_, i) => (i < 2000 ? i / 1999 : (10 * (i - 2000)) / 1999));
  const rows: Feed = { type: "float64", dims: [2, 2000], data: wide };
  const result = await smoothGrad(nativeEngine, graph, {}, { noise: 0.3, samples: 2, seed: 1 }).attribute(rows);
  for (const [row, range] of [
    [0, 1],
    [1, 10],
  ] as const) {
    // Two draws, one of them without noise: half of the noise is left, times the slope 4.
    const noise = Array.from({ length: 2000 }, (_, i) => {
      const at = row * 2000 + i;
      return ((result.relevance.data[at] ?? 0) / 4 - (wide[at] ?? 0)) * 2;
    });
    const deviation = Math.sqrt(noise.reduce((sum, each) => sum + each * each, 0) / 2000);
    // The deviation of 2000 draws is itself uncertain by 1.6 %.
    expect(Math.abs(deviation / (0.3 * range) - 1)).toBeLessThan(0.06);
  }
});

test("normal numbers have mean 0, deviation 1 and as few outliers as they should", () => {
  const normal = normalFrom(randomFrom(3));
  const numbers = Array.from({ length: 20_000 }, normal);
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const square = numbers.reduce((sum, each) => sum + each * each, 0) / numbers.length;
  const beyond = numbers.filter((each) => Math.abs(each) > 1.96).length / numbers.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(square - 1)).toBeLessThan(0.04);
  expect(Math.abs(beyond - 0.05)).toBeLessThan(0.006);
});
