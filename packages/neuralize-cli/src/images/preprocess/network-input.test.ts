import type { DataType, Dimension, Graph } from "neuralize";
import { expect, test } from "vitest";
import { input } from "../../../../neuralize/src/graph/node.ts";
import { networkInput } from "./network-input.ts";

const taking = (...inputs: readonly (readonly [DataType, readonly Dimension[] | undefined])[]): Graph => ({
  inputs: inputs.map(([type, shape], i) => input(`x${i}`, type, shape)),
  outputs: {},
});

test.each([
  [["N", 3, 224, 200], { layout: "NCHW", channels: 3, height: 224, width: 200 }],
  [[1, 224, 200, 3], { layout: "NHWC", channels: 3, height: 224, width: 200, batch: 1 }],
  [["N", 1, 28, 28], { layout: "NCHW", channels: 1, height: 28, width: 28 }],
  [["N", 3, "H", "W"], { layout: "NCHW", channels: 3 }],
  // Both ends could be channels: the usual layout.
  [["N", 3, 4, 3], { layout: "NCHW", channels: 3, height: 4, width: 3 }],
] as const)("[%s] is a picture", (shape, expected) => {
  expect(networkInput(taking(["float32", shape]), "m.onnx")).toEqual({ name: "x0", ...expected });
});

test.each([
  ["a table", taking(["float32", ["N", 13]]), /m.onnx takes no pictures: its input "x0" is float32 \[N, 13\], where/],
  ["five channels", taking(["float32", ["N", 5, 32, 32]]), /\[N, 5, 32, 32\]/],
  ["whole numbers", taking(["int64", ["N", 3, 32, 32]]), /int64/],
  ["an open shape", taking(["float32", undefined]), /its input "x0" is float32, where/],
  ["two inputs", taking(["float32", ["N", 3, 32, 32]], ["float32", []]), /it has 2 inputs/],
])("%s is none", (_, graph, message) => {
  expect(() => networkInput(graph, "m.onnx")).toThrow(
    expect.objectContaining({ code: "WRONG_NETWORK_INPUT", message: expect.stringMatching(message) }),
  );
});
