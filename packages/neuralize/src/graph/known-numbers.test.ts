import { expect, test } from "vitest";
import { add } from "../ops/add.ts";
import { cast } from "../ops/cast.ts";
import { concat } from "../ops/concat.ts";
import { div } from "../ops/div.ts";
import { gather } from "../ops/gather.ts";
import { mul } from "../ops/mul.ts";
import { Resize } from "../ops/resize.ts";
import { Floor } from "../ops/rounding.ts";
import { shape as shapeOf } from "../ops/shape.ts";
import { knownNumbers, numbersAs } from "./known-numbers.ts";
import { apply, constant, input, integers, scalar, typeOf } from "./node.ts";
import { float32 } from "./tensor.ts";

const image = input("x", "float32", ["N", 3, 4, 5]);
const width = gather(shapeOf(image), integers([3]), 0);

test("scales that an exporter spells out are known", () => {
  const scales = concat([constant(float32([1, 1])), constant(float32([2, 2]))], 0);
  expect(knownNumbers(scales)).toEqual([1, 1, 2, 2]);
  expect(typeOf(apply(Resize, [image, undefined, scales])).shape).toEqual(["N", 3, 8, 10]);
});

test("sizes that were scaled as floating numbers are sizes again, rounded towards zero", () => {
  const scaled = apply(Floor, [mul(cast(width, "float32"), scalar(1.5))]);
  expect(knownNumbers(scaled)).toEqual([7]);
  const sizes = concat([shapeOf(image), cast(mul(cast(width, "float32"), scalar(0.7)), "int64")], 0);
  expect(typeOf(sizes).integers).toEqual(["N", 3, 4, 5, 3]);
});

test("numbers are as exact as their type", () => {
  expect(knownNumbers(div(scalar(1), add(scalar(2), scalar(1e-6))))).toEqual([
    Math.fround(1 / Math.fround(2 + Math.fround(1e-6))),
  ]);
});

test("what depends on data, on an open size, or is long is not known", () => {
  const long = constant(float32(new Float32Array(65)));
  expect(knownNumbers(image)).toBeUndefined();
  expect(knownNumbers(cast(gather(shapeOf(image), integers([0]), 0), "float32"))).toBeUndefined();
  expect(knownNumbers(long)).toBeUndefined();
});

test("ten thousand steps are walked without the stack", () => {
  let value = scalar(0);
  for (let i = 0; i < 10_000; i++) value = add(value, scalar(1));
  expect(knownNumbers(value)).toEqual([10_000]);
});

test("what an element type does not hold is not known: integers would wrap around", () => {
  expect(numbersAs("float32", [0.1])).toEqual([Math.fround(0.1)]);
  expect(numbersAs("int32", [2.7, -3.9])).toEqual([2, -3]);
  expect(numbersAs("int32", [2 ** 31])).toBeUndefined();
  for (const number of [1e30, Number.POSITIVE_INFINITY, Number.NaN])
    expect(numbersAs("int64", [number])).toBeUndefined();
  for (const type of ["uint8", "float16"] as const) expect(numbersAs(type, [0.1])).toBeUndefined();
});
