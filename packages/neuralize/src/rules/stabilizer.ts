import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { greaterOrEqual } from "../ops/comparison.ts";
import { where } from "../ops/where.ts";

/** z + ε·sign(z) with sign(0) = +1, so that it can be divided by. MATH.md §3. */
export const stabilized = (z: Value, epsilon: number): Value =>
  add(z, where(greaterOrEqual(z, scalarLike(z, 0)), scalarLike(z, epsilon), scalarLike(z, -epsilon)));
