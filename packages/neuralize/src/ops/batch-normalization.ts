import { shapeMismatch } from "../errors/messages.ts";
import { floatOf, intOf } from "../graph/attributes.ts";
import { integers, nameOf, scalarLike } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, rankOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { add } from "./add.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { reshape } from "./reshape.ts";
import { sqrt } from "./sqrt.ts";

/** γ/√(v + ε) per channel, [1, C, 1, …]: the slope of the normalisation. */
function slope(node: Node, rank: number): Value | undefined {
  const [, gamma, , , variance] = node.inputs;
  if (gamma === undefined || variance === undefined) return undefined;
  const scale = div(gamma, sqrt(add(variance, scalarLike(variance, floatOf(node, "epsilon", 1e-5)))));
  return rank <= 2 ? scale : reshape(scale, integers([-1, ...Array.from({ length: rank - 2 }, () => 1)]));
}

/** Batch normalisation at inference: with the statistics of training, a scale and a shift per channel (axis 1). */
export const BatchNormalization = operator({
  type: "BatchNormalization",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    if (intOf(draft, "training_mode", 0) === 1)
      throw shapeMismatch(
        "BatchNormalization",
        "it normalises with the statistics of the batch; export the model for inference",
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
