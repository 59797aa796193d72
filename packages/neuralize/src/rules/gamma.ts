import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { greater, less } from "../ops/comparison.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { sub } from "../ops/sub.ts";
import { where } from "../ops/where.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson, withoutParameters } from "./layer-options.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { type DivisorSign, looksAround, stabilized } from "./stabilizer.ts";

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
  const [plusFirst, plusSecond] = signedPair(positive, negative, zeroParameters);
  return modifierRule<
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond" | "plusFirst" | "plusSecond" | "z" | "output",
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond"
  >({
    ...description,
    branches: {
      aboveFirst,
      aboveSecond,
      belowFirst,
      belowSecond,
      plusFirst,
      plusSecond,
      z: withoutParameters({}, zeroParameters),
      // Which pair counts is a question to the layer as it is, also where a parameter counts as zero.
      output: {},
    },
    scalesInput: true,
    wherePositive: zeroParameters.length === 0 && !looksAround(epsilon) ? wherePositive : undefined,
    gradients: (relevance, outputs) => {
      const { z, output } = outputs;
      const zero = scalarLike(z, 0);
      const share = (sum: Value, sign: DivisorSign): Value => div(relevance, stabilized(sum, epsilon, sign));
      // The sums of both pairs from z and its positive part z⁺, without running the pairs: z + γz⁺ and z + γ(z − z⁺).
      // Where each of them counts, its two terms have the same sign, so that nothing cancels; without the bias the
      // sums may have either sign.
      const whole = zeroParameters.length === 0;
      const plus = add(outputs.plusFirst, outputs.plusSecond);
      const times = (value: Value): Value => mul(value, scalarLike(value, factor));
      const above = where(greater(output, zero), share(add(z, times(plus)), whole ? "nonnegative" : "either"), zero);
      const negatives = times(sub(z, plus));
      const below = where(less(output, zero), share(add(z, negatives), whole ? "nonpositive" : "either"), zero);
      return { aboveFirst: above, aboveSecond: above, belowFirst: below, belowSecond: below };
    },
    reduce: (terms) =>
      add(pairRelevance(terms.aboveFirst, terms.aboveSecond), pairRelevance(terms.belowFirst, terms.belowSecond)),
  });
};
