import { operator } from "../graph/operator.ts";
import { operandType, rankOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { mul } from "./mul.ts";
import { alongChannels, channelSums } from "./per-channel.ts";
import { ofStandardized, standardized } from "./standardized.ts";

function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const [x, scale] = node.inputs;
  if (gradient === undefined || x === undefined || scale === undefined) return undefined;
  if (operand === 2) return channelSums(gradient);
  const axes = Array.from({ length: rankOf(x) - 2 }, (_, i) => i + 2);
  const standard = standardized(node, x, axes);
  if (operand === 1) return channelSums(mul(gradient, standard.normalized));
  return ofStandardized(mul(gradient, alongChannels(scale, rankOf(x))), standard, axes);
}

/** (x − mean) / √(variance + ε) of each channel of each sample, times a scale, plus a bias. Ulyanov et al., 2016. */
export const InstanceNormalization = operator({
  type: "InstanceNormalization",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  vjp: back,
  parameters: () => ({ 1: "weight", 2: "bias" }),
  layers: () => ["Normalization"],
});
