import { shapeMismatch, trainingMode } from "../errors/messages.ts";
import { intOf } from "../graph/attributes.ts";
import { nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { compatibleShapes, operandType, rankOf, showShape } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { mul } from "./mul.ts";
import { alongChannels } from "./per-channel.ts";
import { inverseRoot } from "./standardized.ts";

/** γ/√(v + ε) per channel, [1, C, 1, …]: the slope of the normalisation. */
function slope(node: Node, rank: number): Value | undefined {
  const [, gamma, , , variance] = node.inputs;
  if (gamma === undefined || variance === undefined) return undefined;
  return alongChannels(mul(gamma, inverseRoot(node, variance)), rank);
}

/** Batch normalisation at inference: with the statistics of training, a scale and a shift per channel (axis 1). */
export const BatchNormalization = operator({
  type: "BatchNormalization",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    if (intOf(draft, "training_mode", 0) === 1) throw trainingMode("BatchNormalization");
    const perChannel = [1, 2, 3, 4].map((i) => operandType(draft, i).shape);
    const unlike = perChannel.find((each) => !compatibleShapes(each, [shape?.[1] ?? "channels"]));
    if (unlike !== undefined)
      throw shapeMismatch(
        "BatchNormalization",
        `${showShape(unlike)} is not one number per channel of ${showShape(shape)}`,
      );
    return Array.from({ length: draft.outputCount }, (_, i) => ({
      type,
      shape: i === 0 ? shape : operandType(draft, Math.min(i, 4)).shape,
    }));
  },
  vjp: (node, [gradient], operand) => {
    if (gradient === undefined) return undefined;
    if (operand !== 0)
      throw shapeMismatch(nameOf(node), "the gradient of its scale, shift and statistics is not supported");
    const scale = slope(node, rankOf(gradient));
    return scale && mul(gradient, scale);
  },
  layers: () => ["BatchNorm"],
});
