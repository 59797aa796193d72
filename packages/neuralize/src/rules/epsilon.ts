import type { Value } from "../graph/value.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson, withoutParameters } from "./layer-options.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { looksAround, stabilized } from "./stabilizer.ts";

/** ε rule: x · Wᵀ(R / stab(z)). MATH.md §3; Bach et al. 2015, eq. 58. */
export function epsilon({ epsilon: value = defaultEpsilon, zeroParameters = [] }: LayerRuleOptions = {}): ModifierRule {
  const over = (divisor: (z: Value) => Value, wherePositive?: ModifierRule): ModifierRule =>
    modifierRule<"z">({
      name: "epsilon",
      parameters: layerOptionsJson(value, zeroParameters),
      branches: { z: withoutParameters({}, zeroParameters) },
      scalesInput: true,
      wherePositive,
      gradients: (relevance, { z }) => ({ z: div(relevance, stabilized(divisor(z), value)) }),
      reduce: ({ z }) => mul(z.input, z.gradient),
    });
  // The ReLU is at hand, and leaves the layer free to be fused with it.
  const plain = zeroParameters.length === 0 && !looksAround(value);
  return over((z) => z, plain ? over(relu) : undefined);
}
