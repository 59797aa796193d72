import { apply, constant, constantOf, integers, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { int64, isFloating, numbersOf, type Tensor } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { and, equal, isNotANumber, or } from "../ops/comparison.ts";
import { concat } from "../ops/concat.ts";
import { gather } from "../ops/gather.ts";
import { reduceSum } from "../ops/reduce.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { where } from "../ops/where.ts";

const textOf = (tensor: Tensor): readonly string[] => tensor.strings ?? numbersOf(tensor).map(String);

// The specification lets the last of repeated keys count, onnxruntime the first: what the user's model does today stays.
/** The place of every key, from 1; 0 where it repeats an earlier one. */
function places(keys: Value): Value {
  const tensor = constantOf(keys);
  const texts = tensor ? textOf(tensor) : [];
  return constant(int64(texts.map((text, i) => (texts.indexOf(text) === i ? i + 1 : 0))));
}

/** x against every key, along a new last axis; a NaN among the keys stands for every NaN. */
function hits(x: Value, keys: Value): Value {
  const column = unsqueeze(x, [-1]);
  const { type } = typeOf(x);
  const same = type === "string" ? keys : cast(keys, type);
  const matches = equal(column, same);
  return isFloating(type) ? or(matches, and(isNotANumber(column), isNotANumber(same))) : matches;
}

/**
 * x of any shape, every element replaced: values[j] where it equals keys[j], `otherwise` [1] where it is no key.
 * Keys and values are constants of any type, [n] each.
 */
export const LabelEncoding = operator({
  type: "LabelEncoding",
  domain: "neuralize",
  infer: (draft) => [{ type: operandType(draft, 2).type, shape: operandType(draft, 0).shape }],
  vjp: undefined,
  layers: () => ["LabelEncoding"],
  lower: ({ inputs: [x, keys, values, otherwise] }) => {
    if (x === undefined || keys === undefined || values === undefined || otherwise === undefined) return [];
    const place = reduceSum(where(hits(x, keys), places(keys), integers([0])), [-1], false);
    return [gather(concat([otherwise, values], 0), place, 0)];
  },
});

export const labelEncoding = (x: Value, keys: Value, values: Value, otherwise: Value): Value =>
  apply(LabelEncoding, [x, keys, values, otherwise]);
