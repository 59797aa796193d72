import { shapeMismatch } from "../errors/messages.ts";
import { intsOf } from "../graph/attributes.ts";
import { integers, nameOf, scalarLike } from "../graph/node.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { backToData } from "./conv-back.ts";
import { expand } from "./expand.ts";
import { windowsOf } from "./window.ts";

/** Every place of the pool's data x gets the sum of the shares of all windows that it lies in. */
export function spreadEvenly(pool: Node, shares: Value, x: Value): Value {
  const kernel = intsOf(pool, "kernel_shape") ?? [];
  const sizes = staticShape(shapeOf(x)?.slice(1));
  if (sizes === undefined) throw shapeMismatch(nameOf(pool), "the sizes of its data must be known for the way back");
  const [channels = 0, ...spatial] = sizes;
  const ones = expand(scalarLike(x, 1), integers([channels, 1, ...kernel]));
  const windows = windowsOf(pool, kernel, spatial).map((axis) => ({
    ...axis,
    before: axis.before ?? 0,
    after: axis.after ?? 0,
  }));
  return backToData(pool, shares, ones, { windows, groups: channels, spatial });
}
