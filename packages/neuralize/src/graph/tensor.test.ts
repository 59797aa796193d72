import fc from "fast-check";
import { expect, test } from "vitest";
import { numbersOf, tensorFrom, toInt64 } from "./tensor.ts";

const roundTrip = (value: number, type: Parameters<typeof tensorFrom>[1]): number =>
  numbersOf(tensorFrom([value], type))[0] as number;

test("every binary16 and bfloat16 is read and written as itself", () => {
  for (const type of ["float16", "bfloat16"] as const) {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
    const values = numbersOf({ type, shape: [bits.length], bytes: new Uint8Array(bits.buffer) });
    const { bytes } = tensorFrom(values, type);
    const written = new Uint16Array(bytes.buffer);
    // NaN has many patterns; one is written.
    values.forEach((value, i) => {
      if (Number.isNaN(value)) expect(roundTrip(value, type)).toBeNaN();
      else if (written[i] !== bits[i]) throw new Error(`${type} ${i} became ${written[i]}`);
    });
  }
});

test("other numbers become the nearest binary16, ties to even, and infinite beyond the largest", () => {
  expect(roundTrip(1 + 2 ** -11, "float16")).toBe(1);
  expect(roundTrip(1 + 3 * 2 ** -11, "float16")).toBe(1 + 2 ** -9);
  expect(roundTrip(2047.6, "float16")).toBe(2048);
  expect(roundTrip(65519, "float16")).toBe(65504);
  expect(roundTrip(65520, "float16")).toBe(Number.POSITIVE_INFINITY);
  expect(roundTrip(1e-9, "float16")).toBe(2 ** -24);
  expect(roundTrip(-(2 ** -24) * 1.5, "float16")).toBe(-(2 ** -23));
  expect(roundTrip(1e-6, "bfloat16")).toBeCloseTo(1e-6, 8);
  fc.assert(
    fc.property(fc.double({ min: -65504, max: 65504, noNaN: true }), (value) => {
      const rounded = roundTrip(value, "float16");
      // Half a unit in the last place of 11 digits; the smallest number where 0 would be nearest.
      expect(Math.abs(rounded - value)).toBeLessThanOrEqual(Math.max(2 ** -24, Math.abs(value) * 2 ** -11));
    }),
    { seed: 1 },
  );
});

test("what no int64 can hold becomes the nearest that it can", () => {
  expect([2 ** 63, -(2 ** 63), Number.POSITIVE_INFINITY, Number.NaN, -3].map(toInt64)).toEqual([
    2n ** 63n - 1n,
    -(2n ** 63n),
    2n ** 63n - 1n,
    0n,
    -3n,
  ]);
});
