import { scalarLike } from "../graph/node.ts";
import { rankOf } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { greaterOrEqual } from "../ops/comparison.ts";
import { max, min } from "../ops/extremum.ts";
import { mul } from "../ops/mul.ts";
import { neg } from "../ops/neg.ts";
import { reduceMean } from "../ops/reduce.ts";
import { sqrt } from "../ops/sqrt.ts";
import { where } from "../ops/where.ts";
import type { Json } from "./rule.ts";

/** How far a divisor is kept from zero: ε, or ε with how it is applied. MATH.md §3. */
export type Stabilizer =
  | number
  | {
      readonly epsilon: number;
      /** |z| is at least ε; otherwise ε is added to it. */
      readonly clip?: boolean;
      /** ε counts in root mean squares of z over all axes but the batch. */
      readonly normScale?: boolean;
      /** The axes of these means instead, negative ones counted from the end; the batch may be among them. */
      readonly axes?: readonly number[];
    };

/**
 * What is known of the sign of a divisor. "nonpositive" is for sums of terms that are all ≤ 0: one that is 0 has only
 * terms of 0, so that nothing flows through it whichever sign its ε has.
 */
export type DivisorSign = "nonnegative" | "nonpositive" | "either";

/** z + ε·sign(z) with sign(0) = +1, or its variants, so that it can be divided by. MATH.md §3. */
export function stabilized(z: Value, stabilizer: Stabilizer, sign: DivisorSign = "either"): Value {
  const {
    epsilon,
    clip = false,
    normScale = false,
    axes,
  } = typeof stabilizer === "number" ? { epsilon: stabilizer } : stabilizer;
  const least = normScale ? mul(rootMeanSquare(z, axes), scalarLike(z, epsilon)) : scalarLike(z, epsilon);
  const most = normScale ? neg(least) : scalarLike(z, -epsilon);
  if (sign === "nonnegative") return clip ? max(z, least) : add(z, least);
  if (sign === "nonpositive") return clip ? min(z, most) : add(z, most);
  const positive = greaterOrEqual(z, scalarLike(z, 0));
  return clip ? where(positive, max(z, least), min(z, most)) : add(z, where(positive, least, most));
}

/** [N, 1, …, 1], or with other axes of size 1. */
function rootMeanSquare(z: Value, given: readonly number[] | undefined): Value {
  const axes = given ?? Array.from({ length: rankOf(z) - 1 }, (_, i) => i + 1);
  return sqrt(axes.length === 0 ? mul(z, z) : reduceMean(mul(z, z), axes));
}

/** With it, stab(z) is the stabilised factor·z over the factor. What counts in root mean squares of z grows by itself. */
export const scaledStabilizer = (stabilizer: Stabilizer, factor: number): Stabilizer => {
  if (typeof stabilizer === "number") return stabilizer / factor;
  return stabilizer.normScale ? stabilizer : { ...stabilizer, epsilon: stabilizer.epsilon / factor };
};

/** Whether the divisor at one place depends on z elsewhere, so that nothing of z may be replaced. */
export const looksAround = (stabilizer: Stabilizer): boolean =>
  typeof stabilizer !== "number" && stabilizer.normScale === true;

/** As a composite's file writes it: a number, or {epsilon, clip, norm_scale, dim} with what differs from a plain sum. */
export const stabilizerJson = (stabilizer: Stabilizer): Json =>
  typeof stabilizer === "number"
    ? stabilizer
    : {
        epsilon: stabilizer.epsilon,
        ...(stabilizer.clip && { clip: true }),
        ...(stabilizer.normScale && { norm_scale: true }),
        ...(stabilizer.axes && { dim: [...stabilizer.axes] }),
      };
