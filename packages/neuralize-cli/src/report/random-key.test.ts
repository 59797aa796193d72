import { expect, test } from "vitest";
import { keepSmallest } from "./keep-smallest.ts";
import { randomKey } from "./random-key.ts";

const drawn = (seed: number, size: number, count: number, from = 0) => {
  const kept = keepSmallest<number>(size);
  for (let position = from; position < from + count; position++) kept.add(randomKey(seed, position), position - from);
  return kept.items();
};

test("the smallest keys are a uniform sample: every stretch of positions gets its share", () => {
  // 10 stretches of 10 000 positions, 2000 of 100 000 kept: 200 each, standard deviation 13.3; 5 of them is 67.
  for (const seed of [0, 1, 2, 2 ** 40]) {
    const stretches = new Array<number>(10).fill(0);
    for (const position of drawn(seed, 2000, 100_000)) {
      const stretch = Math.floor(position / 10_000);
      stretches[stretch] = (stretches[stretch] ?? 0) + 1;
    }
    for (const count of stretches) expect(Math.abs(count - 200)).toBeLessThan(67);
  }
});

test("every position is drawn equally often over the seeds", () => {
  // 5 of 20 kept under 4000 seeds: 1000 each, standard deviation 27.4; 5 of them is 137.
  const counts = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 4000; seed++)
    for (const position of drawn(seed, 5, 20)) counts[position] = (counts[position] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(137);
});

test("seeds draw different samples, also where they differ above 32 bits; so do positions above 2³²", () => {
  const first = drawn(1, 10, 1000);
  expect(drawn(1, 10, 1000)).toEqual(first);
  expect(drawn(2, 10, 1000)).not.toEqual(first);
  expect(drawn(1 + 2 ** 32, 10, 1000)).not.toEqual(first);
  expect(drawn(1, 10, 1000, 2 ** 32)).not.toEqual(first);
});
