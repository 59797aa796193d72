import { int, intOf } from "../graph/attributes.ts";
import { apply, integers, outputOf, scalarLike, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis, rankOf, shapeOf } from "../graph/shapes.ts";
import { signOfFirst, signOfMagnitude } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, Operator, TensorType, Value } from "../graph/value.ts";
import { timesSign } from "./abs.ts";
import { cast } from "./cast.ts";
import { equal } from "./comparison.ts";
import { div, divOrZero } from "./div.ts";
import { exp } from "./exp.ts";
import { expandLike } from "./expand.ts";
import { firstAlong } from "./first-along.ts";
import { knownIntegers } from "./known-integers.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { unsqueeze } from "./squeeze.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

type Reduced = Pick<NodeDraft, "inputs" | "attributes">;

/** The reduced axes, counted from the start; undefined when they are not known at compile time. */
export function reducedAxes(node: Reduced, rank: number): readonly number[] | undefined {
  const operand = node.inputs[1];
  const given = knownIntegers(operand);
  if (operand !== undefined && given === undefined) return undefined;
  const axes = given ?? [];
  if (axes.length > 0) return axes.map((axis) => positiveAxis(axis, rank));
  return intOf(node, "noop_with_empty_axes", 0) === 1 ? [] : Array.from({ length: rank }, (_, i) => i);
}

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape } = operandType(draft, 0);
  const axes = shape && reducedAxes(draft, shape.length);
  if (shape === undefined || axes === undefined) return [{ type, shape: undefined }];
  const kept = intOf(draft, "keepdims", 1) === 1;
  const sizes = shape.flatMap((size, axis): Dimension[] => (axes.includes(axis) ? (kept ? [1] : []) : [size]));
  return [{ type, shape: sizes }];
}

/** A value of the reduced shape, with the reduced axes put back as size 1 so that it broadcasts against the operand. */
function restored(node: Node, value: Value): Value {
  if (intOf(node, "keepdims", 1) === 1) return value;
  const axes = reducedAxes(node, rankOf(node.inputs[0] as Value)) ?? [];
  return axes.length === 0 ? value : unsqueeze(value, axes);
}

/** Number of elements that one output sums over, in the element type of the operand. */
function countOf(node: Node): Value {
  const x = node.inputs[0] as Value;
  const sizes = shapeOf(x) ?? [];
  const axes = reducedAxes(node, sizes.length) ?? [];
  const known = axes.map((axis) => sizes[axis]);
  if (known.every((size): size is number => typeof size === "number")) {
    return scalarLike(
      x,
      known.reduce((product, size) => product * size, 1),
    );
  }
  return reduceSum(expandLike(scalarLike(x, 1), x), axes, true);
}

/** The gradient of a reduction, from the incoming one and the output with the reduced axes put back. */
type Back = (node: Node, x: Value, gradient: Value, output: Value) => Value;

const reduction = (type: string, back: Back, rest: Partial<Operator> = {}): Operator =>
  operator({
    type,
    infer,
    vjp: (node, [incoming], operand) => {
      const x = node.inputs[0];
      if (incoming === undefined || x === undefined || operand !== 0) return undefined;
      return back(node, x, restored(node, incoming), restored(node, outputOf(node)));
    },
    sign: signOfFirst,
    ...rest,
  });

export const ReduceSum = reduction("ReduceSum", (_, x, gradient) => expandLike(gradient, x), {
  layers: () => ["Sum"],
});
export const ReduceMean = reduction("ReduceMean", (node, x, gradient) => expandLike(div(gradient, countOf(node)), x), {
  layers: () => ["AvgPool"],
});
export const ReduceLogSumExp = reduction(
  "ReduceLogSumExp",
  (_, x, gradient, output) => mul(gradient, exp(sub(x, output))),
  { sign: () => "unknown" },
);
export const ReduceLogSum = reduction(
  "ReduceLogSum",
  (_, x, gradient, output) => expandLike(mul(gradient, exp(neg(output))), x),
  {
    sign: () => "unknown",
  },
);

/** The product of all others: the output over the element, or where one element is zero, the product without it. */
const ofProduct: Back = (node, x, gradient) => {
  const axes = reducedAxes(node, rankOf(x)) ?? [];
  // To the reductions below no axes would mean all.
  if (axes.length === 0) return gradient;
  const [zero, one] = [scalarLike(x, 0), scalarLike(x, 1)];
  const vanishes = equal(x, zero);
  const others = where(vanishes, one, x);
  const product = reduceProd(others, axes);
  const zeros = reduceSum(cast(vanishes, typeOf(x).type), axes);
  const alone = where(equal(zeros, one), product, zero);
  const slope = where(vanishes, alone, where(equal(zeros, zero), div(product, others), zero));
  return mul(gradient, slope);
};
export const ReduceProd = reduction("ReduceProd", ofProduct, {
  sign: (_, [x = "unknown"]) => (x === "nonnegative" || x === "zero" ? "nonnegative" : "unknown"),
});

const norm = (type: string, back: Back): Operator => reduction(type, back, { sign: signOfMagnitude });
export const ReduceSumSquare = norm("ReduceSumSquare", (_, x, gradient) => mul(gradient, mul(x, scalarLike(x, 2))));
export const ReduceL1 = norm("ReduceL1", (_, x, gradient) => timesSign(gradient, x));
export const ReduceL2 = norm("ReduceL2", (_, x, gradient, output) => mul(x, divOrZero(gradient, output)));

const extremum = (type: string): Operator => {
  const back: Back = (node, x, gradient, output) =>
    mul(gradient, cast(firstAlong(x, output, reducedAxes(node, rankOf(x)) ?? []), typeOf(x).type));
  return reduction(type, back, { moves: () => true });
};
export const ReduceMax = extremum("ReduceMax");
export const ReduceMin = extremum("ReduceMin");

const reduce =
  (type: Operator) =>
  (x: Value, axes: readonly number[], keepdims = true): Value =>
    apply(type, [x, integers(axes)], { keepdims: int(keepdims ? 1 : 0) });

export const reduceSum = reduce(ReduceSum);
export const reduceMean = reduce(ReduceMean);
export const reduceL1 = reduce(ReduceL1);
export const reduceL2 = reduce(ReduceL2);
export const reduceSumSquare = reduce(ReduceSumSquare);
export const reduceMax = reduce(ReduceMax);
export const reduceMin = reduce(ReduceMin);
export const reduceProd = reduce(ReduceProd);
export const reduceLogSumExp = reduce(ReduceLogSumExp);
