import { randomFrom } from "../../packages/neuralize/src/fit/random.ts";
import { constant, input } from "../../packages/neuralize/src/graph/node.ts";
import { type DataType, tensorFrom } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Dimension, Graph, Value } from "../../packages/neuralize/src/graph/value.ts";
import { add } from "../../packages/neuralize/src/ops/add.ts";
import { matMul } from "../../packages/neuralize/src/ops/matmul.ts";

/** Numbers between −1 and 1, the same for the same seed. */
export function uniform(length: number, seed: number): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => 2 * random() - 1);
}

/** A constant of such numbers. */
export const weight = (shape: readonly number[], seed: number, type: DataType = "float32"): Value =>
  constant(
    tensorFrom(
      [
        ...uniform(
          shape.reduce((product, size) => product * size, 1),
          seed,
        ),
      ],
      type,
      shape,
    ),
  );

/** Two dense layers [N, 4] → 6 → 3 with an activation between them. */
export function denseNetwork(
  activation: (x: Value) => Value,
  { batch = "N", type = "float32" }: { readonly batch?: Dimension; readonly type?: DataType } = {},
): Graph {
  const x = input("x", type, [batch, 4]);
  const hidden = activation(add(matMul(x, weight([4, 6], 1, type)), weight([6], 2, type)));
  return { inputs: [x], outputs: { y: add(matMul(hidden, weight([6, 3], 3, type)), weight([3], 4, type)) } };
}
