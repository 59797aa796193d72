import { shapeMismatch } from "../errors/messages.ts";
import type { Dimension, TensorType } from "./value.ts";

/** NumPy has no more axes either. A Gather by its own result would double them with every node. */
export const mostAxes = 64;
/** Integers of longer vectors are data, not shapes. */
export const mostIntegers = 64;
// "slice(slice(…" of a chain of 10⁵ slices, or "N+N+N+N…" that doubles with every Concat, would not end.
const longestName = 96;

/**
 * What an operator inferred, held to what a type may be, whatever a file made it infer: whole sizes of at least 0, a
 * bounded number of axes, names of bounded length.
 * @throws NeuralizeError SHAPE_MISMATCH
 */
export function soundType({ type, shape, integers }: TensorType, where: string): TensorType {
  if (shape !== undefined && shape.length > mostAxes)
    throw shapeMismatch(where, `its result has ${shape.length} axes; at most ${mostAxes} are possible`);
  for (const size of shape ?? [])
    if (typeof size === "number" && !(Number.isSafeInteger(size) && size >= 0))
      throw shapeMismatch(where, `its result has an axis of size ${size}`);
  const known = integers !== undefined && integers.length <= mostIntegers;
  return { type, shape: shape?.map(shortName), ...(known && { integers: integers.map(shortName) }) };
}

/** Equal names are equal sizes, so that what stands for a long name depends on nothing but the name. */
const shortName = (size: Dimension): Dimension =>
  typeof size === "number" || size.length <= longestName ? size : `size#${digest(size)}`;

/** 64 bits of a text, by FNV-1a. */
function digest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const letter of text) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(36);
}
