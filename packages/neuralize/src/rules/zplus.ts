import { add } from "../ops/add.ts";
import { div } from "../ops/div.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson } from "./layer-options.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** z⁺ rule: only contributions x·w > 0 carry relevance. MATH.md §3; Montavon et al. 2017. */
export const zplus = ({ epsilon = defaultEpsilon, zeroParameters = [] }: LayerRuleOptions = {}): ModifierRule => {
  const [forPositive, forNegative] = signedPair(positive, negative, zeroParameters);
  return modifierRule<"forPositive" | "forNegative">({
    name: "zplus",
    parameters: layerOptionsJson(epsilon, zeroParameters),
    branches: { forPositive, forNegative },
    scalesInput: true,
    gradients: (relevance, outputs) => {
      const quotient = div(
        relevance,
        stabilized(add(outputs.forPositive, outputs.forNegative), epsilon, "nonnegative"),
      );
      return { forPositive: quotient, forNegative: quotient };
    },
    reduce: ({ forPositive, forNegative }) => pairRelevance(forPositive, forNegative),
  });
};
