import { integers, scalarLike } from "../graph/node.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { expand } from "../ops/expand.ts";
import { shape } from "../ops/shape.ts";

/** Ones in the shape of x, whatever x holds (x·0 + 1 would keep its NaN). */
export function onesLike(x: Value): Value {
  const sizes = staticShape(shapeOf(x));
  return expand(scalarLike(x, 1), sizes ? integers(sizes) : shape(x));
}
