import { invalidOption } from "../errors/messages.ts";

/** A size for all axes, or one for each of the last ones: windows span the axes before them. */
export type Sizes = number | readonly number[];

/** Windows over the axes of a row. */
export interface Windows {
  readonly count: number;
  /** Places of a window's numbers in the flat row. */
  readonly places: (window: number) => Int32Array;
}

/**
 * Windows as zennit places them: at 0, stride, 2·stride, … below the size of every axis, the last axis fastest; what
 * hangs over an end comes in again at the beginning.
 * @param shape of a row.
 * @throws INVALID_OPTION
 */
export function windowsOver(shape: readonly number[], window: Sizes, stride: Sizes): Windows {
  const windows = sizesOf("window", window, shape, shape);
  const strides = sizesOf("stride", stride, shape, windows);
  const offsets = shape.map((size, axis) => Math.ceil(size / (strides[axis] ?? 1)));
  return {
    count: offsets.reduce((product, count) => product * count, 1),
    places: (number) => {
      let left = number;
      let places = [0];
      let step = 1;
      // From the last axis, which is the fastest one of both windows and places.
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const [size = 1, count = 1, width = 1] = [shape[axis], offsets[axis], windows[axis]];
        const offset = (left % count) * (strides[axis] ?? 1);
        left = Math.floor(left / count);
        const own = Array.from({ length: width }, (_, i) => ((offset + i) % size) * step);
        places = own.flatMap((start) => places.map((place) => start + place));
        step *= size;
      }
      return Int32Array.from(places);
    },
  };
}

/** One size per axis of a row; `others` for the axes in front of those that are named. */
function sizesOf(name: string, sizes: Sizes, shape: readonly number[], others: readonly number[]): readonly number[] {
  const named = typeof sizes === "number" ? shape.map(() => sizes) : sizes;
  if (named.length > shape.length || named.some((size) => !Number.isInteger(size) || size < 1))
    throw invalidOption(
      name,
      named.join(","),
      `a whole number of at least 1, or at most ${shape.length} of them for the last axes`,
    );
  const front = shape.length - named.length;
  return shape.map((size, axis) =>
    Math.min(size, axis < front ? (others[axis] ?? size) : (named[axis - front] ?? size)),
  );
}
