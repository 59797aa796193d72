import fc from "fast-check";
import { expect, test } from "vitest";
import { addToMoments, noMoments, unionOfMoments } from "./column-moments.ts";

const momentsOf = (values: readonly number[]) => {
  const moments = noMoments(1);
  for (const value of values) addToMoments(moments, 0, value);
  return moments;
};

test("the union of parts has the moments of the whole", () => {
  const part = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const whole = momentsOf(parts.flat());
      const union = unionOfMoments(1, parts.map(momentsOf));
      expect(union.count[0]).toBe(whole.count[0]);
      expect(union.mean[0]).toBeCloseTo(whole.mean[0] ?? Number.NaN, 10);
      // Up to 100 squares of up to 200: 4e6 with 1e-16 each.
      expect(union.squares[0]).toBeCloseTo(whole.squares[0] ?? Number.NaN, 6);
    }),
  );
});

test("a variance of 2/3 is found a billion away from the origin", () => {
  const moments = momentsOf([1e9 - 1, 1e9, 1e9 + 1]);
  expect((moments.squares[0] ?? 0) / 3).toBeCloseTo(2 / 3, 9);
});
