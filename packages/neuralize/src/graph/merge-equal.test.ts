import { expect, test } from "vitest";
import { opaque } from "../onnx/opaque.ts";
import { relu } from "../ops/relu.ts";
import { mergeEqual } from "./merge-equal.ts";
import { apply, constant, input } from "./node.ts";
import { float32 } from "./tensor.ts";
import type { Attributes, Value } from "./value.ts";

const x = input("x", "float32", ["N", 3]);
const merged = (a: Value, b: Value): boolean => {
  const { outputs } = mergeEqual({ inputs: [x], outputs: { a, b } });
  return outputs.a === outputs.b;
};
const custom = (attributes: Attributes, type = "Custom", domain = "local"): Value =>
  apply(opaque(type, domain, []), [x], attributes);
const floats = (value: number): Attributes => ({ a: { kind: "floats", value: [value] } });

test("equal nodes become one", () => {
  expect(merged(relu(x), relu(x))).toBe(true);
  expect(
    merged(
      custom({ ...floats(1), b: { kind: "int", value: 2 } }),
      custom({ b: { kind: "int", value: 2 }, ...floats(1) }),
    ),
  ).toBe(true);
  expect(merged(custom(floats(Number.NaN)), custom(floats(Number.NaN)))).toBe(true);
});

test("what only looks equal stays apart", () => {
  expect(merged(custom(floats(Number.NaN)), custom(floats(Number.POSITIVE_INFINITY)))).toBe(false);
  expect(merged(custom(floats(0)), custom(floats(-0)))).toBe(false);
  expect(merged(custom({ a: { kind: "int", value: 1 } }), custom({ a: { kind: "float", value: 1 } }))).toBe(false);
  expect(merged(custom({}, "B", "a"), custom({}, "a|B", ""))).toBe(false);
  expect(
    merged(
      custom({ "a=1|b": { kind: "int", value: 1 } }),
      custom({ a: { kind: "int", value: 1 }, b: { kind: "int", value: 1 } }),
    ),
  ).toBe(false);
});

test("two draws of random numbers are not one", () => {
  expect(merged(custom({}, "RandomNormalLike", ""), custom({}, "RandomNormalLike", ""))).toBe(false);
});

test("long constants are compared by identity, short ones by what they hold", () => {
  const long = float32(new Float32Array(1000));
  const tensor = (value: typeof long): Value => custom({ t: { kind: "tensor", value } });
  expect(merged(tensor(long), tensor(long))).toBe(true);
  expect(merged(tensor(long), tensor(float32(new Float32Array(1000))))).toBe(false);
  expect(merged(relu(constant(float32([1]))), relu(constant(float32([1]))))).toBe(true);
  expect(merged(relu(constant(float32([0]))), relu(constant(float32([-0]))))).toBe(false);
});
