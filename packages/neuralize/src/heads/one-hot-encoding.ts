import { apply, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, shapeOf } from "../graph/shapes.ts";
import type { Dimension, TensorType, Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { equal } from "../ops/comparison.ts";
import { unsqueeze } from "../ops/squeeze.ts";

/**
 * x [N, 1] or [N], numbers or strings, against categories [n] of the same type: [N, n] float32, 1 where they are equal.
 * More axes in front of the last one, which has size 1, stay.
 * A value that is no category (NaN is none) is a row of zeros.
 */
export const OneHotEncoding = operator({
  type: "OneHotEncoding",
  domain: "neuralize",
  infer: (draft): readonly [TensorType] => {
    const { shape } = operandType(draft, 0);
    const categories: Dimension = operandType(draft, 1).shape?.[0] ?? "categories";
    const rows = shape && (shape.length === 1 ? shape : shape.slice(0, -1));
    return [{ type: "float32", shape: rows && [...rows, categories] }];
  },
  // A category is constant almost everywhere: no gradient, only the rule of the layer.
  vjp: () => undefined,
  layers: () => ["OneHotEncoding"],
  lower: ({ inputs: [x, categories] }) => {
    if (x === undefined || categories === undefined) return [];
    const column = shapeOf(x)?.length === 1 ? unsqueeze(x, [1]) : x;
    const { type } = typeOf(x);
    return [cast(equal(column, type === "string" ? categories : cast(categories, type)), "float32")];
  },
});

export const oneHotEncoding = (x: Value, categories: Value): Value => apply(OneHotEncoding, [x, categories]);
