import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { max, min } from "../ops/extremum.ts";

/** a⁺ = max(a, 0). */
export const positive = (a: Value): Value => max(a, scalarLike(a, 0));
/** a⁻ = min(a, 0). */
export const negative = (a: Value): Value => min(a, scalarLike(a, 0));
