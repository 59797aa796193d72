import { expect, test } from "vitest";
import { constant, input, node } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import { add } from "../ops/add.ts";
import { Conv } from "../ops/conv.ts";
import { moduleNames } from "./module-names.ts";

const x = input("x", "float32", ["N", 1, 4, 4]);
const named = (name: string, shape: readonly number[]) =>
  constant(float32(new Array(shape.reduce((product, size) => product * size, 1)).fill(1), shape), name);
const shift = add(named("bn1.bias", [1]), named("bn1.running_mean", [1]));

test("a layer whose bias a merged normalisation made is not called after that", () => {
  const layer = node(Conv, [x, named("conv1.weight", [1, 1, 3, 3]), shift]);
  expect(moduleNames(layer)).toEqual(["conv1"]);
});

test("where the exporter renamed the weight, the bias tells the module", () => {
  const layer = node(Conv, [x, named("onnx::Conv_12", [1, 1, 3, 3]), named("conv2.bias", [1])]);
  expect(moduleNames(layer)).toEqual(["conv2"]);
});
