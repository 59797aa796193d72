import { operator } from "../graph/operator.ts";
import { operandType, rankOf } from "../graph/shapes.ts";
import { signOfProduct } from "../graph/signs.ts";
import { trailingAxes } from "./layer-normalization.ts";
import { mul } from "./mul.ts";
import { reduceMean } from "./reduce.ts";
import { across, inverseRoot } from "./standardized.ts";

/** x / √(mean(x²) + ε) over the trailing axes, times a scale. Zhang and Sennrich, 2019. */
export const RMSNormalization = operator({
  type: "RMSNormalization",
  infer: (draft) => [{ type: operandType(draft, 0).type, shape: operandType(draft, 0).shape }],
  // With x̂ = x r and g = G · scale: r (g − x̂ mean(g x̂)).
  vjp: (node, [gradient], operand) => {
    const [x, scale] = node.inputs;
    if (gradient === undefined || x === undefined || scale === undefined) return undefined;
    const axes = trailingAxes(node, rankOf(x));
    const root = inverseRoot(node, reduceMean(mul(x, x), axes));
    const normalized = mul(x, root);
    return operand === 1 ? mul(gradient, normalized) : mul(root, across(mul(gradient, scale), normalized, axes));
  },
  parameters: () => ({ 1: "weight" }),
  layers: () => ["Normalization"],
  sign: (_, signs) => signOfProduct(signs),
  since: () => 23,
});
