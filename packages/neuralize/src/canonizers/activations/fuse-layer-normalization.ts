import { float, int, intOf } from "../../graph/attributes.ts";
import { dependsOnInput } from "../../graph/constancy.ts";
import { knownScalar } from "../../graph/known-scalar.ts";
import { integers, node as makeNode, outputOf, scalarLike } from "../../graph/node.ts";
import { rankOf, shapeOf, staticShape } from "../../graph/shapes.ts";
import type { Node, Operator, Value } from "../../graph/value.ts";
import { Add } from "../../ops/add.ts";
import { Div } from "../../ops/div.ts";
import { expand } from "../../ops/expand.ts";
import { LayerNormalization } from "../../ops/layer-normalization.ts";
import { Mul } from "../../ops/mul.ts";
import { Pow } from "../../ops/pow.ts";
import { Reciprocal } from "../../ops/reciprocal.ts";
import { ReduceMean, reducedAxes } from "../../ops/reduce.ts";
import { Sqrt } from "../../ops/sqrt.ts";
import { Sub } from "../../ops/sub.ts";
import { type Replacement, rewriting } from "../rewriting.ts";
import { namesOf } from "./spelled-activation.ts";

const producedBy = (value: Value | undefined, operator: Operator): Node | undefined =>
  value?.producer.kind === "node" && value.producer.operator === operator ? value.producer : undefined;

/** What is averaged over the last axes, and how many of them; undefined for any other value. */
function meanOverLast(value: Value | undefined): { readonly of: Value; readonly axes: number } | undefined {
  const mean = producedBy(value, ReduceMean);
  const [of] = mean?.inputs ?? [];
  if (mean === undefined || of === undefined || intOf(mean, "keepdims", 1) !== 1) return undefined;
  const rank = rankOf(of);
  const axes = [...(reducedAxes(mean, rank) ?? [])].sort((a, b) => a - b);
  return axes.length > 0 && axes.every((axis, i) => axis === rank - axes.length + i)
    ? { of, axes: axes.length }
    : undefined;
}

const squareOf = (value: Value | undefined): Value | undefined => {
  const power = producedBy(value, Pow);
  if (power !== undefined) return knownScalar(power.inputs[1]) === 2 ? power.inputs[0] : undefined;
  const [a, b] = producedBy(value, Mul)?.inputs ?? [];
  return a === b ? a : undefined;
};

/** √(mean of squares + ε) as what is squared and ε. */
function deviation(value: Value | undefined) {
  const [sum] = producedBy(value, Sqrt)?.inputs ?? [];
  const [a, b] = producedBy(sum, Add)?.inputs ?? [];
  const [variance, epsilon] = dependsOnInput(a) ? [a, knownScalar(b)] : [b, knownScalar(a)];
  const mean = meanOverLast(variance);
  const centred = squareOf(mean?.of);
  return mean && centred && epsilon !== undefined ? { centred, epsilon, axes: mean.axes } : undefined;
}

/** Numerator and denominator of a / b or a · (1 / b). */
function quotientOf(node: Node): readonly [Value | undefined, Value | undefined] | undefined {
  const [a, b] = node.inputs;
  if (node.operator === Div) return [a, b];
  const inverse = node.operator === Mul ? (producedBy(b, Reciprocal) ?? producedBy(a, Reciprocal)) : undefined;
  if (inverse === undefined) return undefined;
  return [inverse.values[0] === b ? a : b, inverse.inputs[0]];
}

/**
 * (x − mean(x)) / √(var(x) + ε), spelled out, becomes a LayerNormalization, which rules address as one layer. The scale
 * and shift behind it stay: they are affine maps.
 */
export const fuseLayerNormalization = rewriting("fuse_layer_normalization", (node): Replacement | undefined => {
  const [numerator, denominator] = quotientOf(node) ?? [];
  const spread = deviation(denominator);
  if (spread === undefined || numerator !== spread.centred) return undefined;
  const [x, mean] = producedBy(numerator, Sub)?.inputs ?? [];
  const averaged = meanOverLast(mean);
  if (x === undefined || averaged?.of !== x || averaged.axes !== spread.axes) return undefined;
  const sizes = staticShape(shapeOf(x)?.slice(-spread.axes));
  if (sizes === undefined) return undefined;
  const scale = expand(scalarLike(x, 1), integers(sizes));
  const settings = { axis: int(-spread.axes), epsilon: float(spread.epsilon) };
  const [quotient] = node.values;
  const names = quotient === undefined ? {} : namesOf(quotient);
  const normalised = outputOf(makeNode(LayerNormalization, [x, scale], settings, names));
  return { values: [normalised], effect: `LayerNormalization over ${sizes.join(" × ")} values` };
});
