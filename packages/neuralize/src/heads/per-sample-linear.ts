import { node } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { matMul } from "../ops/matmul.ts";
import { squeeze, unsqueeze } from "../ops/squeeze.ts";

/** A linear layer whose weights differ from sample to sample: z = W x + b with x [N, D], W [N, K, D], b [N, K]. */
export const PerSampleLinear = operator({
  type: "PerSampleLinear",
  domain: "neuralize",
  infer: (draft) => {
    const x = operandType(draft, 0);
    const weight = operandType(draft, 1);
    return [{ type: x.type, shape: x.shape && weight.shape && [x.shape[0] ?? 1, weight.shape[1] ?? 1] }];
  },
  // Wᵀ g per sample, as a product with a row vector.
  vjp: ({ inputs: [, weight] }, [gradient], operand) =>
    gradient && weight && operand === 0 ? squeeze(matMul(unsqueeze(gradient, [1]), weight), [1]) : undefined,
  parameters: () => ({ 1: "weight", 2: "bias" }),
  lower: ({ inputs: [x, weight, bias] }) => {
    if (x === undefined || weight === undefined) return [];
    const product = squeeze(matMul(weight, unsqueeze(x, [2])), [2]);
    return [bias === undefined ? product : add(product, bias)];
  },
});

export const perSampleLinear = (x: Value, weight: Value, bias: Value): Node => node(PerSampleLinear, [x, weight, bias]);
