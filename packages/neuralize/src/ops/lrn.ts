import { shapeMismatch } from "../errors/messages.ts";
import { floatOf, int, intOf, ints } from "../graph/attributes.ts";
import { apply, integers, nameOf, outputOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, productOf, shapeOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { add } from "./add.ts";
import { AveragePool } from "./average-pool.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { pow } from "./pow.ts";
import { reshape, reshapeLike } from "./reshape.ts";
import { sub } from "./sub.ts";

/** The mean of what lies so far before and after in the order of channels, zeros beyond the first and the last. */
function neighbourMeans(v: Value, channels: number, before: number, after: number): Value {
  // Of an empty batch, −1 would stand for nothing in particular.
  const places = productOf(shapeOf(v)?.slice(2) ?? ["unknown"]);
  const image = reshape(v, integers([0, 1, channels, typeof places === "number" ? places : -1]));
  const means = apply(AveragePool, [image], {
    kernel_shape: ints([before + 1 + after, 1]),
    pads: ints([before, 0, after, 0]),
    count_include_pad: int(1),
  });
  return reshapeLike(means, v);
}

/** With d = bias + α mean(x²), y = x d^−β: g d^−β − 2αβ x mean(g y / d), the second mean over windows seen from within. */
function back(node: Node, [gradient]: readonly (Value | undefined)[]): Value | undefined {
  const [x] = node.inputs;
  if (gradient === undefined || x === undefined) return undefined;
  const channels = shapeOf(x)?.[1];
  if (typeof channels !== "number")
    throw shapeMismatch(nameOf(node), "the number of its channels must be known for the way back");
  const [alpha, beta] = [floatOf(node, "alpha", 1e-4), floatOf(node, "beta", 0.75)];
  const around = intOf(node, "size", 1) - 1;
  const [before, after] = [Math.floor(around / 2), Math.ceil(around / 2)];
  const squares = neighbourMeans(mul(x, x), channels, before, after);
  const divisor = add(mul(squares, scalarLike(x, alpha)), scalarLike(x, floatOf(node, "bias", 1)));
  const shared = neighbourMeans(div(mul(gradient, outputOf(node)), divisor), channels, after, before);
  const own = mul(gradient, pow(divisor, scalarLike(x, -beta)));
  return sub(own, mul(mul(x, shared), scalarLike(x, 2 * alpha * beta)));
}

/** x over a power of the mean square of its neighbours among the channels. Krizhevsky et al., 2012. */
export const LRN = operator({
  type: "LRN",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: back,
  layers: () => ["Normalization"],
  sign: (node, [x = "unknown"]) => (floatOf(node, "bias", 1) > 0 && floatOf(node, "alpha", 1e-4) >= 0 ? x : "unknown"),
});
