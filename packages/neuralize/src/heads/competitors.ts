import { unknownClusterCount } from "../errors/messages.ts";
import { ints, intsOf } from "../graph/attributes.ts";
import { constant, scalarLike } from "../graph/node.ts";
import { placesUpTo } from "../graph/places.ts";
import { rankOf, shapeOf } from "../graph/shapes.ts";
import { int64, type Tensor } from "../graph/tensor.ts";
import type { Attributes, Node, Value } from "../graph/value.ts";
import { and, equal, not } from "../ops/comparison.ts";
import { constantLike } from "../ops/constant-like.ts";
import { scatterElements } from "../ops/gather-elements.ts";
import { slice } from "../ops/slice.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { where } from "../ops/where.ts";

/** The contrast set of a pool, as an attribute: which clusters compete; absent for all of them. */
export const againstAttribute = (against: readonly number[] | undefined): Attributes =>
  against === undefined ? {} : { against: ints(against) };

/** Number of clusters of margins [N, K]. */
export function clusterCount(margins: Value): number {
  const count = shapeOf(margins)?.[1];
  if (typeof count !== "number") throw unknownClusterCount();
  return count;
}

const row = (count: number): Tensor => int64(placesUpTo(count, "The clustering"), [1, count]);

/** [N, K], true where cluster k competes with the sample's target: every other cluster, or those of the contrast set. */
export function competitors(pool: Pick<Node, "attributes">, margins: Value, target: Value): Value {
  const count = clusterCount(margins);
  const others = not(equal(constant(row(count)), unsqueeze(target, [1])));
  const against = intsOf(pool, "against");
  if (against === undefined) return others;
  const chosen: Tensor = {
    type: "bool",
    shape: [1, count],
    bytes: Uint8Array.from({ length: count }, (_, k) => (against.includes(k) ? 1 : 0)),
  };
  return and(others, constant(chosen));
}

/**
 * A value [N] or [N, M], replaced (by 0) in rows that have nothing to be contrasted with: their target is the whole
 * contrast set.
 */
export function whereContrasted(pool: Pick<Node, "attributes">, target: Value, value: Value, otherwise?: Value): Value {
  const [only, ...others] = new Set(intsOf(pool, "against"));
  if (only === undefined || others.length > 0) return value;
  const alone = equal(target, constant(int64([only])));
  return where(rankOf(value) === 1 ? alone : unsqueeze(alone, [1]), otherwise ?? scalarLike(value, 0), value);
}

// Larger than any margin of finite float32 distances that can still be subtracted without overflow.
const unreachable = 1e38;

/** The margins with everything that does not compete pushed out of reach of a minimum. */
export function amongCompetitors(pool: Pick<Node, "attributes">, margins: Value, target: Value): Value {
  const far = scalarLike(margins, unreachable);
  if (intsOf(pool, "against") !== undefined) return where(competitors(pool, margins, target), margins, far);
  // One write per row, in place where nothing else reads the margins; a mask would be three passes over [N, K].
  const own = unsqueeze(target, [1]);
  return scatterElements(margins, own, constantLike(slice(margins, [0], [1], [1]), unreachable), 1);
}
