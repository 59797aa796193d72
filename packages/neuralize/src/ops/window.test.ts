import { expect, test } from "vitest";
import { ints, string } from "../graph/attributes.ts";
import { apply, input } from "../graph/node.ts";
import { shapeOf } from "../graph/shapes.ts";
import { MaxPool } from "./max-pool.ts";

const pooled = (size: number, kernel: number, stride: number, dilation: number) =>
  shapeOf(
    apply(MaxPool, [input("x", "float32", [1, 1, size])], {
      kernel_shape: ints([kernel]),
      strides: ints([stride]),
      dilations: ints([dilation]),
      auto_pad: string("SAME_UPPER"),
    }),
  );

test("SAME is refused where engines pad differently, and only there", () => {
  expect(pooled(7, 3, 2, 1)).toEqual([1, 1, 4]);
  expect(pooled(8, 1, 2, 1)).toEqual([1, 1, 4]);
  expect(() => pooled(7, 3, 1, 2)).toThrow(/^MaxPool: its auto_pad .* explicit pads\.$/);
  expect(() => pooled(8, 1, 4, 1)).toThrow(/explicit pads/);
});
