import { expect, test } from "vitest";
import { concat } from "../ops/concat.ts";
import { gather } from "../ops/gather.ts";
import { reshape } from "../ops/reshape.ts";
import { shape } from "../ops/shape.ts";
import { slice } from "../ops/slice.ts";
import { input, integers, typeOf } from "./node.ts";
import type { Value } from "./value.ts";

const x = input("x", "float32", ["N", 3]);

const repeated = (times: number, step: (value: Value) => Value, start: Value): Value => {
  let value = start;
  for (let i = 0; i < times; i++) value = step(value);
  return value;
};

test("names of sizes stay short, and equal for equal sizes", () => {
  const doubled = () => repeated(60, (value) => concat([value, value], 0), x);
  const [size, again] = [doubled(), doubled()].map((value) => typeOf(value).shape?.[0]);
  expect(String(size).length).toBeLessThan(100);
  expect(size).toBe(again);
  expect(size).not.toBe(typeOf(repeated(59, (value) => concat([value, value], 0), x)).shape?.[0]);
  const sliced = repeated(2000, (value) => slice(value, [1], [2 ** 31], [0]), x);
  expect(String(typeOf(sliced).shape?.[0]).length).toBeLessThan(100);
});

test("lists of integers are followed as far as they can be shapes", () => {
  const doubled = repeated(40, (value) => concat([value, value], 0), shape(x));
  expect(typeOf(doubled).integers).toBeUndefined();
  expect(typeOf(doubled).shape).toEqual([2 ** 41]);
});

test("axes that double with every node, sizes that no number counts and negative ones are refused", () => {
  const places = input("places", "int64", [2, 2]);
  expect(() => repeated(40, (value) => gather(value, value, 0), places)).toThrow(
    expect.objectContaining({ code: "SHAPE_MISMATCH", message: expect.stringMatching(/axes; at most 64/) }),
  );
  expect(() => repeated(80, (value) => concat([value, value], 1), x)).toThrow(/axis of size/);
  expect(() => reshape(x, integers([-2, 3]))).toThrow(/axis of size -2/);
});
