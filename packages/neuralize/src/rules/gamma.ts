import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { greater, less } from "../ops/comparison.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { where } from "../ops/where.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson, withoutParameters } from "./layer-options.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { looksAround, stabilized } from "./stabilizer.ts";

interface GammaOptions extends LayerRuleOptions {
  /** How many times more contributions of the output's own sign count; default 0.25. */
  readonly gamma?: number;
}

/**
 * Generalised γ rule: where z > 0, contributions of positive sign count 1 + γ times; where z < 0, those of negative
 * sign. MATH.md §3; Montavon et al. 2019, generalised to inputs of either sign by Andéol et al. 2021.
 */
export const gamma = ({
  gamma: factor = 0.25,
  epsilon = defaultEpsilon,
  zeroParameters = [],
}: GammaOptions = {}): ModifierRule => {
  const more = (part: (a: Value) => Value) => (parameter: Value) =>
    add(parameter, mul(part(parameter), scalarLike(parameter, factor)));
  const [aboveFirst, aboveSecond] = signedPair(more(positive), more(negative), zeroParameters);
  const [belowFirst, belowSecond] = signedPair(more(negative), more(positive), zeroParameters);
  const description = { name: "gamma", parameters: { gamma: factor, ...layerOptionsJson(epsilon, zeroParameters) } };
  // Only the pair for z > 0 is left, and its sum is z plus something ≥ 0: what is ≤ 0 meets no relevance.
  const wherePositive = modifierRule<"aboveFirst" | "aboveSecond">({
    ...description,
    branches: { aboveFirst, aboveSecond },
    scalesInput: true,
    gradients: (relevance, outputs) => {
      const sum = relu(add(outputs.aboveFirst, outputs.aboveSecond));
      const above = div(relevance, stabilized(sum, epsilon, "nonnegative"));
      return { aboveFirst: above, aboveSecond: above };
    },
    reduce: (terms) => pairRelevance(terms.aboveFirst, terms.aboveSecond),
  });
  return modifierRule<
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond" | "z",
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond"
  >({
    ...description,
    branches: { aboveFirst, aboveSecond, belowFirst, belowSecond, z: withoutParameters({}, zeroParameters) },
    scalesInput: true,
    wherePositive: zeroParameters.length === 0 && !looksAround(epsilon) ? wherePositive : undefined,
    gradients: (relevance, outputs) => {
      const zero = scalarLike(outputs.z, 0);
      const over = (first: Value, second: Value): Value => div(relevance, stabilized(add(first, second), epsilon));
      const above = where(greater(outputs.z, zero), over(outputs.aboveFirst, outputs.aboveSecond), zero);
      const below = where(less(outputs.z, zero), over(outputs.belowFirst, outputs.belowSecond), zero);
      return { aboveFirst: above, aboveSecond: above, belowFirst: below, belowSecond: below };
    },
    reduce: (terms) =>
      add(pairRelevance(terms.aboveFirst, terms.aboveSecond), pairRelevance(terms.belowFirst, terms.belowSecond)),
  });
};
