import { expect, test } from "vitest";
import { add } from "../ops/add.ts";
import { clip } from "../ops/clip.ts";
import { concat } from "../ops/concat.ts";
import { div } from "../ops/div.ts";
import { exp } from "../ops/exp.ts";
import { max, min } from "../ops/extremum.ts";
import { gemm } from "../ops/gemm.ts";
import { matMul } from "../ops/matmul.ts";
import { mul } from "../ops/mul.ts";
import { neg } from "../ops/neg.ts";
import { pad } from "../ops/pad.ts";
import { reduceSum } from "../ops/reduce.ts";
import { relu } from "../ops/relu.ts";
import { softmax } from "../ops/softmax.ts";
import { sub } from "../ops/sub.ts";
import { transpose } from "../ops/transpose.ts";
import { constant, input, scalar } from "./node.ts";
import { isNonnegative, signOf } from "./signs.ts";
import { float32 } from "./tensor.ts";
import type { Sign, Value } from "./value.ts";

const x = input("x", "float32", [3, 3]);
const up = relu(x);
const down = neg(up);
const none = relu(down);
const weights = (values: readonly number[]): Value => constant(float32([...values, 0, 0, 0, 0, 0, 0], [3, 3]));

// That what is said holds for the engine's numbers is tested with the operators' gradients, in test/gradients.
test.each<[string, Value, Sign]>([
  ["an input", x, "unknown"],
  ["an activation", up, "nonnegative"],
  ["a negated activation", down, "nonpositive"],
  ["the positive part of what is nonpositive", none, "zero"],
  ["x²", mul(x, x), "nonnegative"],
  ["a product", mul(up, down), "nonpositive"],
  ["a product with what vanishes", matMul(none, weights([1, -1, 1])), "zero"],
  ["a layer without negative weights", matMul(up, weights([1, 2, 3])), "nonnegative"],
  ["a layer", gemm(up, weights([1, -2, 3])), "unknown"],
  ["a layer with a bias", gemm(up, weights([1, 2, 3]), { addend: scalar(-1) }), "unknown"],
  ["a layer that is scaled down", gemm(up, weights([1, 2, 3]), { alpha: -1, addend: scalar(0) }), "nonpositive"],
  ["a sum", add(up, exp(x)), "nonnegative"],
  ["a difference", sub(up, up), "unknown"],
  ["a quotient by what vanishes", div(up, none), "unknown"],
  ["x between 0 and 6", clip(x, scalar(0), scalar(6)), "nonnegative"],
  ["the larger of two", max(x, up), "nonnegative"],
  ["the smaller of two", min(x, up), "unknown"],
  ["moved", pad(transpose(up), [0, 1, 0, 1]), "nonnegative"],
  ["joined", concat([up, down], 0), "unknown"],
  ["joined with what vanishes", concat([none, down], 0), "nonpositive"],
  ["averaged", reduceSum(softmax(x, 1), [0]), "nonnegative"],
])("%s", (_, value, sign) => {
  expect(signOf(value)).toBe(sign);
  expect(isNonnegative(value)).toBe(sign === "nonnegative" || sign === "zero");
});
