import { shapeMismatch } from "../errors/messages.ts";
import { intsOf } from "../graph/attributes.ts";
import { integers, nameOf, scalarLike } from "../graph/node.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { expand } from "./expand.ts";
import { spread } from "./spread.ts";
import { windowsOf } from "./window.ts";

/** Every place of the pool's data x gets the sum of the shares of all windows that it lies in. */
export function spreadEvenly(pool: Node, shares: Value, x: Value): Value {
  const kernel = intsOf(pool, "kernel_shape") ?? [];
  const sizes = staticShape(shapeOf(x)?.slice(1));
  if (sizes === undefined) throw shapeMismatch(nameOf(pool), "the sizes of its data must be known for the way back");
  const [channels = 0, ...spatial] = sizes;
  const ones = expand(scalarLike(x, 1), integers([channels, 1, ...kernel]));
  return spread(shares, ones, { windows: windowsOf(pool, kernel, spatial), channels, spatial });
}
