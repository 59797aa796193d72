import { float, string, stringOf } from "../graph/attributes.ts";
import { apply, constant, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { broadcastShapes, operandType } from "../graph/shapes.ts";
import { isFloating, strings } from "../graph/tensor.ts";
import type { Node, Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { equal, isNotANumber } from "../ops/comparison.ts";
import { where } from "../ops/where.ts";

/** The value that stands for a missing cell, by column: NaN unless a number (or, in a string column, a text) is named. */
const missing = (x: Value, node: Pick<Node, "attributes">): Value => {
  const { type } = typeOf(x);
  if (type === "string") return equal(x, constant(strings([stringOf(node, "replaced", "")], [])));
  const replaced = node.attributes.replaced?.kind === "float" ? node.attributes.replaced.value : Number.NaN;
  if (!Number.isNaN(replaced)) return equal(x, cast(scalarLike(x, replaced), type));
  // Integers have no NaN: as floats, none of them is missing.
  return isNotANumber(isFloating(type) ? x : cast(x, "float32"));
};

/** Missing cells of x [N, D] replaced by fill [D] (or [1, D], or a scalar), of the same element type. */
export const Imputation = operator({
  type: "Imputation",
  domain: "neuralize",
  infer: (draft) => {
    const x = operandType(draft, 0);
    return [{ type: x.type, shape: broadcastShapes([x.shape, operandType(draft, 1).shape], "Imputation") }];
  },
  vjp: (node, [gradient], operand) => {
    const x = node.inputs[0];
    if (gradient === undefined || x === undefined) return undefined;
    const zero = scalarLike(gradient, 0);
    return operand === 0 ? where(missing(x, node), zero, gradient) : where(missing(x, node), gradient, zero);
  },
  layers: () => ["Imputation"],
  lower: (node) => {
    const [x, fill] = node.inputs;
    return x === undefined || fill === undefined ? [] : [where(missing(x, node), fill, x)];
  },
});

/**
 * x with missing cells replaced: x [N, D] of numbers or strings, fill [D] of the same type.
 * Missing is NaN (the empty string), or what equals `replaced`.
 */
export const imputation = (x: Value, fill: Value, replaced?: number | string): Value =>
  apply(Imputation, [x, fill], {
    ...(typeof replaced === "number" && !Number.isNaN(replaced) && { replaced: float(replaced) }),
    ...(typeof replaced === "string" && { replaced: string(replaced) }),
  });
