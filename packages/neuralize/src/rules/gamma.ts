import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { greater, less } from "../ops/comparison.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { where } from "../ops/where.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { modifierRule, type Rule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

interface GammaOptions {
  readonly gamma?: number;
  readonly epsilon?: number;
}

/**
 * Generalised γ rule: where z > 0, contributions of positive sign count 1 + γ times; where z < 0, those of negative
 * sign. MATH.md §3; Montavon et al. 2019, generalised to inputs of either sign by Andéol et al. 2021.
 */
export const gamma = ({ gamma: factor = 0.25, epsilon = 1e-6 }: GammaOptions = {}): Rule => {
  const more = (part: (a: Value) => Value) => (parameter: Value) =>
    add(parameter, mul(part(parameter), scalarLike(parameter, factor)));
  const [aboveFirst, aboveSecond] = signedPair(more(positive), more(negative));
  const [belowFirst, belowSecond] = signedPair(more(negative), more(positive));
  return modifierRule<
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond" | "z",
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond"
  >({
    name: "gamma",
    parameters: { gamma: factor, epsilon },
    branches: { aboveFirst, aboveSecond, belowFirst, belowSecond, z: {} },
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
