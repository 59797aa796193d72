import { intOf } from "../graph/attributes.ts";
import { integers } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, productOf, quotientOf, rankOf, shapeOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { mul } from "./mul.ts";
import { alongChannels, channelSums } from "./per-channel.ts";
import { reshape, reshapeLike } from "./reshape.ts";
import { ofStandardized, standardized } from "./standardized.ts";

function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [x, scale] = node.inputs;
  if (gradient === undefined || x === undefined || scale === undefined) return undefined;
  if (operand === 2) return channelSums(gradient);
  const groups = intOf(node, "num_groups", 1);
  // Of an empty batch, −1 would stand for nothing in particular.
  const each = quotientOf([productOf(shapeOf(x)?.slice(1) ?? ["unknown"])], [groups]);
  const grouped = (v: Value): Value => reshape(v, integers([0, groups, typeof each === "number" ? each : -1]));
  const standard = standardized(node, grouped(x), [2]);
  if (operand === 1) return channelSums(mul(gradient, reshapeLike(standard.normalized, x)));
  const scaled = grouped(mul(gradient, alongChannels(scale, rankOf(x))));
  return reshapeLike(ofStandardized(scaled, standard, [2]), x);
}

/** (x − mean) / √(variance + ε) over groups of channels, times a scale, plus a bias per channel. Wu and He, 2018. */
export const GroupNormalization = operator({
  type: "GroupNormalization",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: back,
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: () => ["Normalization"],
  // Until opset 20, scale and bias were numbers per group.
  since: () => 21,
});
