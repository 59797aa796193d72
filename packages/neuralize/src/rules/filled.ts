import { shapeMismatch } from "../errors/messages.ts";
import { constant, integers, typeOf } from "../graph/node.ts";
import { type Shape, shapeOf, staticShape } from "../graph/shapes.ts";
import { float32, float64 } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { expand } from "../ops/expand.ts";
import { shape } from "../ops/shape.ts";

/**
 * A constant in the shape of x, whatever x holds: one number, or one per channel (axis 1). A batch without a fixed size
 * stands for one row, so that everything computed from it is a constant that the runtime folds.
 * @throws NeuralizeError SHAPE_MISMATCH where the numbers are not one per channel.
 */
export function filledLike(x: Value, number: number | readonly number[]): Value {
  const sizes = shapeOf(x);
  const { type } = typeOf(x);
  const numbers = typeof number === "number" ? [number] : number;
  const channels = sizes?.[1];
  if (numbers.length > 1 && typeof channels === "number" && channels !== numbers.length)
    throw shapeMismatch("zbox", `${numbers.length} bounds were given for ${channels} channels`);
  const dims = numbers.length === 1 ? [] : [numbers.length, ...(sizes ?? [0, 0]).slice(2).map(() => 1)];
  const values = type === "float64" ? constant(float64(numbers, dims)) : cast(constant(float32(numbers, dims)), type);
  const known = staticShape(oneRow(sizes));
  return expand(values, known ? integers(known) : shape(x));
}

/** Ones in the shape of x. */
export const onesLike = (x: Value): Value => filledLike(x, 1);

const oneRow = (sizes: Shape | undefined): Shape | undefined =>
  sizes?.map((size, axis) => (axis === 0 && typeof size === "string" ? 1 : size));
