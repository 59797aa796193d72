import fc from "fast-check";
import { expect, test } from "vitest";
import { firstNotFinite } from "./not-finite.ts";
import { int64, tensorFrom } from "./tensor.ts";

const types = ["float16", "bfloat16", "float32", "float64"] as const;
const number = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true, min: -60000, max: 60000 }),
  fc.constantFrom(0, -0, 60000, -1e-7),
);
const wrong = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);

test("finds the first number that is none, in every floating type and at any offset of the bytes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.array(number, { maxLength: 20 }),
      fc.option(wrong, { nil: undefined }),
      fc.array(fc.oneof(number, wrong), { maxLength: 5 }),
      fc.nat({ max: 7 }),
      (type, before, value, after, offset) => {
        const tensor = tensorFrom(value === undefined ? before : [...before, value, ...after], type);
        const moved = new Uint8Array(tensor.bytes.length + offset);
        moved.set(tensor.bytes, offset);
        const found = firstNotFinite({ ...tensor, bytes: moved.subarray(offset) });
        expect(found).toEqual(value === undefined ? undefined : { place: before.length, value });
      },
    ),
    { numRuns: 300 },
  );
});

test("looks behind the first piece of a long tensor", () => {
  const data = new Float32Array(300_000);
  data[270_001] = Number.NEGATIVE_INFINITY;
  const bytes = new Uint8Array(data.buffer);
  expect(firstNotFinite({ type: "float32", shape: [300_000], bytes })).toEqual({
    place: 270_001,
    value: Number.NEGATIVE_INFINITY,
  });
});

test("whole numbers are finite", () => {
  expect(firstNotFinite(int64([-1, 2 ** 62]))).toBeUndefined();
});
