import { int, intOf } from "../graph/attributes.ts";
import { apply } from "../graph/node.ts";
import { positiveAxis, rankOf } from "../graph/shapes.ts";
import { ArgMax, ArgMin } from "../ops/arg-extremum.ts";
import { knownIntegers } from "../ops/known-integers.ts";
import { Unsqueeze } from "../ops/squeeze.ts";
import type { Simplification } from "./simplify.ts";

/**
 * The index of an extremum with its axis put back is the index that keeps the axis: GPUs find extrema, but have no
 * layout operators for integers.
 */
export const keptAxes: Simplification = ({ operator, inputs: [value, axes] }) => {
  const index = value?.producer;
  if (operator !== Unsqueeze || index?.kind !== "node") return undefined;
  if ((index.operator !== ArgMin && index.operator !== ArgMax) || intOf(index, "keepdims", 1) === 1) return undefined;
  const [data] = index.inputs;
  const [axis, ...others] = knownIntegers(axes) ?? [];
  if (data === undefined || axis === undefined || others.length > 0) return undefined;
  const rank = rankOf(data);
  const same = positiveAxis(axis, rank) === positiveAxis(intOf(index, "axis", 0), rank);
  return same ? apply(index.operator, index.inputs, { ...index.attributes, keepdims: int(1) }) : undefined;
};
