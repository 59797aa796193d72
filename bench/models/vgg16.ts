import { ints } from "../../packages/neuralize/src/graph/attributes.ts";
import { apply, constant, input } from "../../packages/neuralize/src/graph/node.ts";
import { float32 } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Graph, Value } from "../../packages/neuralize/src/graph/value.ts";
import { Conv } from "../../packages/neuralize/src/ops/conv.ts";
import { gemm } from "../../packages/neuralize/src/ops/gemm.ts";
import { GlobalAveragePool } from "../../packages/neuralize/src/ops/global-pool.ts";
import { MaxPool } from "../../packages/neuralize/src/ops/max-pool.ts";
import { relu } from "../../packages/neuralize/src/ops/relu.ts";
import { flatten } from "../../packages/neuralize/src/ops/reshape.ts";
import { normalMatrix } from "../normal-matrix.ts";

// Channels of the convolutions between the pools of configuration D; Simonyan and Zisserman 2015, table 1.
const stages = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];
const classes = 1000;

/** The features of VGG-16 on 224 × 224 pixels, averaged, and one dense layer; random weights that keep the variance. */
export function vgg16(): Graph {
  const x = input("x", "float32", ["N", 3, 224, 224]);
  let value: Value = x;
  let channels = 3;
  let seed = 0;
  const weights = (rows: number, columns: number, gain: number): Float32Array =>
    normalMatrix(rows, columns, ++seed).map((each) => each * Math.sqrt(gain / columns));
  for (const stage of stages) {
    for (const outputs of stage) {
      const weight = constant(float32(weights(outputs, channels * 9, 2), [outputs, channels, 3, 3]));
      const bias = constant(float32(weights(1, outputs, 1), [outputs]));
      value = relu(apply(Conv, [value, weight, bias], { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]) }));
      channels = outputs;
    }
    value = apply(MaxPool, [value], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
  }
  const pooled = flatten(apply(GlobalAveragePool, [value]));
  const dense = constant(float32(weights(classes, channels, 1), [classes, channels]));
  return { inputs: [x], outputs: { y: gemm(pooled, dense, { transB: true }) } };
}
