import { intOf } from "../graph/attributes.ts";
import { typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, positiveAxis, rankOf } from "../graph/shapes.ts";
import type { Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { add } from "./add.ts";
import { cast } from "./cast.ts";
import { mul } from "./mul.ts";
import { ReduceMean } from "./reduce.ts";
import { ofStandardized, standardized } from "./standardized.ts";
import { sub } from "./sub.ts";

/** The axes that are normalized together: all from `axis` on. */
export function trailingAxes(node: Pick<Node, "attributes">, rank: number): readonly number[] {
  const from = positiveAxis(intOf(node, "axis", -1), rank);
  return Array.from({ length: rank - from }, (_, i) => from + i);
}

function infer(draft: NodeDraft): readonly TensorType[] {
  const { type, shape } = operandType(draft, 0);
  const axes = shape && trailingAxes(draft, shape.length);
  const statistics: TensorType = {
    type: "float32",
    shape: shape?.map((size, axis) => (axes?.includes(axis) ? 1 : size)),
  };
  return [{ type, shape }, statistics, statistics].slice(0, draft.outputCount);
}

/** The gradient of a mean, repeated over what it is the mean of. */
const ofMean = ({ producer }: Value, gradient: Value | undefined): Value | undefined =>
  producer.kind === "node" ? ReduceMean.vjp?.(producer, [gradient], 0) : undefined;

/** With x̂ = (x − mean) r and g = G · scale: r (g − mean(g) − x̂ mean(g x̂)); mean and r may be outputs themselves. */
function back(node: Node, gradients: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [x, scale] = node.inputs;
  if (x === undefined || scale === undefined) return undefined;
  const [gradient, toMean, toRoot] = gradients.map((each) => each && cast(each, typeOf(x).type));
  if (operand === 2) return gradient;
  const axes = trailingAxes(node, rankOf(x));
  const standard = standardized(node, x, axes);
  const { mean, variance, root, normalized } = standard;
  if (operand === 1) return gradient && mul(gradient, normalized);
  const scaled = gradient && mul(gradient, scale);
  const cubed = mul(root, mul(root, root));
  const spread = ofMean(variance, toRoot && mul(toRoot, cubed));
  const terms = [
    scaled && ofStandardized(scaled, standard, axes),
    ofMean(mean, toMean),
    spread && mul(spread, sub(mean, x)),
  ].filter((term): term is Value => term !== undefined);
  return terms.length === 0 ? undefined : terms.reduce(add);
}

/** (x − mean) / √(variance + ε) over the trailing axes, times a scale, plus a bias. Ba et al., 2016. */
export const LayerNormalization = operator({
  type: "LayerNormalization",
  infer,
  vjp: back,
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: () => ["Normalization"],
});
