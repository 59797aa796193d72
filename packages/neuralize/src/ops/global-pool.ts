import { integers, outputOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, rankOf, shapeOf, staticShape } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { NodeDraft, TensorType, Value } from "../graph/value.ts";
import { cast } from "./cast.ts";
import { div } from "./div.ts";
import { expand } from "./expand.ts";
import { firstAlong } from "./first-along.ts";
import { mul } from "./mul.ts";
import { reduceSum } from "./reduce.ts";
import { flatten, reshapeLike } from "./reshape.ts";
import { shape as shapeOp } from "./shape.ts";

const infer = (draft: NodeDraft): readonly [TensorType] => {
  const { type, shape } = operandType(draft, 0);
  return [{ type, shape: shape?.map((size, axis) => (axis < 2 ? size : 1)) }];
};

const spatialAxes = (x: Value): readonly number[] => Array.from({ length: rankOf(x) - 2 }, (_, i) => i + 2);

/** Number of places that are averaged, in the element type of x. */
function placesOf(x: Value): Value {
  const sizes = staticShape(shapeOf(x)?.slice(2));
  if (sizes !== undefined)
    return scalarLike(
      x,
      sizes.reduce((product, size) => product * size, 1),
    );
  return reduceSum(expand(scalarLike(x, 1), shapeOp(x)), spatialAxes(x), true);
}

/** The mean of each channel over all places: [N, C, ...] to [N, C, 1, ...]. */
export const GlobalAveragePool = operator({
  type: "GlobalAveragePool",
  infer,
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    if (gradient === undefined || x === undefined) return undefined;
    const sizes = staticShape(shapeOf(x)?.slice(2));
    return expand(div(gradient, placesOf(x)), sizes ? integers([1, 1, ...sizes]) : shapeOp(x));
  },
  layers: () => ["AvgPool"],
  sign: signOfFirst,
});

/** The largest of each channel over all places; the gradient goes to the first that attains it. */
export const GlobalMaxPool = operator({
  type: "GlobalMaxPool",
  infer,
  vjp: (node, [gradient]) => {
    const [x] = node.inputs;
    if (gradient === undefined || x === undefined) return undefined;
    // All places on one axis: there is one to search, and no layout of images for a GPU to turn comparisons into.
    const marked = firstAlong(flatten(x, 2), flatten(outputOf(node), 2), [1]);
    return reshapeLike(mul(flatten(gradient, 2), cast(marked, typeOf(x).type)), x);
  },
  layers: () => ["MaxPool"],
  sign: signOfFirst,
  moves: () => true,
});
