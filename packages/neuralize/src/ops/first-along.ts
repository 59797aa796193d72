import { apply, constant } from "../graph/node.ts";
import { int64 } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { and, equal } from "./comparison.ts";
import { CumSum } from "./cum-sum.ts";
import { reduceMax } from "./reduce.ts";

/**
 * Marks, along `axes`, the first element of `x` in row-major order that equals `extremum` (which broadcasts against
 * `x`): a gradient goes to one element even where several attain the extremum.
 */
export function firstAlong(x: Value, extremum: Value, axes: readonly number[]): Value {
  const one = cast(constant(int64([1], [])), "int32");
  let marked = equal(x, extremum);
  const done: number[] = [];
  for (const axis of [...axes].sort((a, b) => b - a)) {
    // Along the axes already treated at most one element is marked, so "any of them" is their maximum.
    const any = done.length === 0 ? cast(marked, "int32") : reduceMax(cast(marked, "int32"), done);
    const count = apply(CumSum, [any, constant(int64([axis], []))]);
    marked = and(marked, equal(count, one));
    done.push(axis);
  }
  return marked;
}
