import { expect, test } from "vitest";
import { largestDifference, rowSums } from "../../../../test/support/largest-difference.ts";
import { nativeEngine } from "../../../../test/support/native-engine.ts";
import { denseNetwork, uniform } from "../../../../test/support/small-networks.ts";
import type { Feed } from "../engine.ts";
import { tanh } from "../ops/tanh.ts";
import { gradient } from "./gradient.ts";
import { integratedGradients } from "./integrated-gradients.ts";
import { occlusion } from "./occlusion.ts";

// In float64, so that what is left is the sum's error and not rounding.
const network = denseNetwork(tanh, { type: "float64" });
const x: Feed = { type: "float64", dims: [4, 4], data: Float64Array.from(uniform(16, 9)) };
const baseline: Feed = { type: "float64", dims: [1, 4], data: Float64Array.from(uniform(4, 10)) };
const scores = (of: Feed, target: ArrayLike<number>) => occlusion(nativeEngine, network, {}).attribute(of, { target });

test("complete in the limit: the sum nears f(x) − f(baseline), and the gap says how much is left", async () => {
  let before = Number.POSITIVE_INFINITY;
  for (const steps of [10, 100, 1000]) {
    const { relevance, target, output, gap } = await integratedGradients(
      nativeEngine,
      network,
      {},
      { steps, baseline },
    ).attribute(x);
    const rows: Feed = { ...x, data: Float64Array.from({ length: 16 }, (_, i) => Number(baseline.data[i % 4])) };
    const atBaseline = (await scores(rows, target ?? [])).output;
    const differences = output.map((value, row) => value - (atBaseline[row] ?? 0));
    const left = rowSums(relevance.data, 4).map((sum, row) => Math.abs(sum - (differences[row] ?? 0)));
    expect(largestDifference(gap?.absolute ?? [], left)).toBeLessThan(1e-12);
    expect(
      largestDifference(
        gap?.relative ?? [],
        left.map((each, row) => each / Math.abs(differences[row] ?? 0)),
      ),
    ).toBeLessThan(1e-9);
    // A right Riemann sum is off by the order of 1/n.
    expect(Math.max(...left)).toBeLessThan(before / 5);
    before = Math.max(...left);
  }
  expect(before).toBeLessThan(2e-3);
});

test("one step is the gradient times the way from the baseline", async () => {
  const { relevance } = await integratedGradients(nativeEngine, network, {}, { steps: 1, baseline }).attribute(x);
  const plain = await gradient(nativeEngine, network, {}).attribute(x);
  const times = plain.relevance.data.map((value, i) => value * (Number(x.data[i]) - Number(baseline.data[i % 4])));
  expect(largestDifference(relevance.data, times)).toBeLessThan(1e-12);
});

test("a baseline of numbers is one number, one row, or a row for each", async () => {
  const filled: Feed = { ...baseline, data: new Float64Array(4).fill(0.5) };
  const each: Feed = { ...x, data: new Float64Array(16).fill(0.5) };
  const [first, ...others] = await Promise.all(
    [0.5, filled, { ...filled, dims: [4] }, each].map((baseline) =>
      integratedGradients(nativeEngine, network, {}, { baseline }).attribute(x),
    ),
  );
  for (const other of others) expect([...other.relevance.data]).toEqual([...(first?.relevance.data ?? [])]);
  const wrong = integratedGradients(nativeEngine, network, {}, { baseline: { ...filled, dims: [2, 2] } });
  await expect(wrong.attribute(x)).rejects.toThrow(/baseline is \[2, 2\]; .* \[4\], or one for each of the 4 rows/);
});
