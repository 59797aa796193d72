import { type Shape, staticShape } from "./shapes.ts";
import { elementCount } from "./tensor.ts";
import type { Dimension } from "./value.ts";

/** Whether integers are all those of a value of this shape: then they are few, and so are the places of its axes. */
export function areAllOf(
  known: readonly Dimension[] | undefined,
  shape: Shape | undefined,
): known is readonly Dimension[] {
  const sizes = staticShape(shape);
  return known !== undefined && sizes !== undefined && elementCount(sizes) === known.length;
}

/**
 * Known integers of some shape, row-major, picked one by one: `places` per axis of the operand, with the axes of the
 * result in the given order. This is how shapes that models compute with Slice and Transpose stay known.
 */
export function selected(
  known: readonly Dimension[],
  shape: Shape,
  places: readonly (readonly number[])[],
  order: readonly number[] = places.map((_, axis) => axis),
): readonly Dimension[] | undefined {
  const sizes = staticShape(shape);
  if (sizes === undefined) return undefined;
  const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  const offsets = order.reduce<readonly number[]>(
    (found, axis) => found.flatMap((offset) => (places[axis] ?? []).map((at) => offset + at * (strides[axis] ?? 1))),
    [0],
  );
  const picked = offsets.map((offset) => known[offset]);
  return picked.every((each): each is Dimension => each !== undefined) ? picked : undefined;
}
