import { shapeMismatch } from "../errors/messages.ts";
import { intsOf } from "../graph/attributes.ts";
import type { Shape } from "../graph/shapes.ts";
import type { Dimension, Node } from "../graph/value.ts";
import { isCeil, windowCount, windowsOf } from "./window.ts";

/** The shape of a pool's output: as many places per axis as there are windows. */
export function pooledShape(
  pool: Pick<Node, "operator" | "attributes">,
  shape: Shape | undefined,
): readonly Dimension[] | undefined {
  const kernel = intsOf(pool, "kernel_shape") ?? [];
  if (shape === undefined) return undefined;
  if (shape.length !== kernel.length + 2)
    throw shapeMismatch(pool.operator.type, `its data has ${shape.length} axes and its kernel ${kernel.length}`);
  const spatial = shape.slice(2);
  const sizes = windowsOf(pool, kernel, spatial).map((axis, i) => windowCount(spatial[i] ?? 1, axis, isCeil(pool)));
  return [...shape.slice(0, 2), ...sizes];
}
