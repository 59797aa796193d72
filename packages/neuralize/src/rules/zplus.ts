import { add } from "../ops/add.ts";
import { div } from "../ops/div.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { modifierRule, type Rule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** z⁺ rule: only contributions x·w > 0 carry relevance. MATH.md §3; Montavon et al. 2017. */
export const zplus = ({ epsilon = 1e-6 }: { readonly epsilon?: number } = {}): Rule => {
  const [forPositive, forNegative] = signedPair(positive, negative);
  return modifierRule<"forPositive" | "forNegative">({
    name: "zplus",
    parameters: { epsilon },
    branches: { forPositive, forNegative },
    gradients: (relevance, outputs) => {
      const quotient = div(relevance, stabilized(add(outputs.forPositive, outputs.forNegative), epsilon));
      return { forPositive: quotient, forNegative: quotient };
    },
    reduce: ({ forPositive, forNegative }) => pairRelevance(forPositive, forNegative),
  });
};
