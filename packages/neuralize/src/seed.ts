import { cannotExplain } from "./errors/messages.ts";
import { constant, integers, typeOf } from "./graph/node.ts";
import { placesUpTo } from "./graph/places.ts";
import { type Shape, shapeOf } from "./graph/shapes.ts";
import { int64, isFloating } from "./graph/tensor.ts";
import type { Value } from "./graph/value.ts";
import { argMax } from "./ops/arg-extremum.ts";
import { cast } from "./ops/cast.ts";
import { equal } from "./ops/comparison.ts";
import { constantLike } from "./ops/constant-like.ts";
import { expand } from "./ops/expand.ts";
import { gatherElements, scatterElements } from "./ops/gather-elements.ts";
import { mul } from "./ops/mul.ts";
import { reshape } from "./ops/reshape.ts";
import { shape } from "./ops/shape.ts";
import { slice } from "./ops/slice.ts";
import { unsqueeze } from "./ops/squeeze.ts";

/** What is put on the explained output: its own value, so that relevance sums to it, 1, or a value of its shape. */
export type InitialRelevance = "output" | "one-hot" | Value;

/** Which output is explained, per row: the largest, one for all rows, or int64 [N]. */
export type OutputTarget = "argmax" | number | Value;

export interface Seed {
  /** The explained outputs, int64 [N]; undefined where the output has one number per row. */
  readonly target: Value | undefined;
  /** What is put on the output, in its shape. */
  readonly relevance: Value;
}

/**
 * The relevance that is put on an output y of a network, [N], [N, C] or [N, C, ...]: on the target's entries along axis
 * 1, and nothing on the others. MATH.md §3.
 * @throws NeuralizeError CANNOT_EXPLAIN for outputs of integers, of unknown rank, or targets that do not exist.
 */
export function seedOf(output: Value, target: OutputTarget, initial: InitialRelevance, name: string): Seed {
  const { type } = typeOf(output);
  const sizes = shapeOf(output);
  if (!isFloating(type))
    throw cannotExplain(name, `it holds ${type}; relevance needs a floating output such as scores`);
  if (sizes === undefined) throw cannotExplain(name, "its rank is not known at compile time");
  const given = typeof initial === "object";
  if (sizes.length < 2) {
    const ones = given ? initial : initial === "output" ? output : constantLike(output, 1);
    return { target: undefined, relevance: ones };
  }
  const classes = sizes[1];
  if (typeof classes !== "number")
    throw cannotExplain(name, "its number of entries (axis 1) is not known at compile time");
  const chosen = chosenTarget(output, target, classes, sizes, name);
  if (given) return { target: chosen, relevance: initial };
  return { target: chosen, relevance: onTarget(output, chosen, initial, sizes) };
}

/** int64 [N] */
function chosenTarget(output: Value, target: OutputTarget, classes: number, sizes: Shape, name: string): Value {
  if (typeof target === "object") return target;
  if (target === "argmax") {
    if (sizes.length > 2) throw cannotExplain(name, "it has more than one number per entry: name the entry to explain");
    return argMax(output, 1, false);
  }
  if (!Number.isInteger(target) || target < 0 || target >= classes)
    throw cannotExplain(name, `it has no entry ${target}; they are numbered from 0 to ${classes - 1}`);
  return expand(constant(int64([target])), slice(shape(output), [0], [1], [0]));
}

/** The output's own value, or 1, at the target's places, and zeros. */
function onTarget(output: Value, target: Value, initial: "output" | "one-hot", sizes: Shape): Value {
  if (sizes.length > 2) return onTargetMaps(output, target, initial, sizes);
  const index = unsqueeze(target, [1]);
  const seed = initial === "output" ? gatherElements(output, index, 1) : constantLike(slice(output, [0], [1], [1]), 1);
  return scatterElements(constantLike(output, 0), index, seed, 1);
}

/** The same where every entry is a map: [N, C, ...]. */
function onTargetMaps(output: Value, target: Value, initial: "output" | "one-hot", sizes: Shape): Value {
  const classes = Number(sizes[1]);
  const others = sizes.slice(2).map(() => 1);
  const places = constant(int64(placesUpTo(classes, "The explained output"), [1, classes, ...others]));
  const mask = cast(equal(places, reshape(target, integers([-1, 1, ...others]))), typeOf(output).type);
  return mul(initial === "output" ? output : constantLike(output, 1), mask);
}
