import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
import { add } from "../ops/add.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson } from "./layer-options.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { looksAround, type Stabilizer, scaledStabilizer, stabilized } from "./stabilizer.ts";

/** z⁺ rule: only contributions x·w > 0 carry relevance. MATH.md §3; Montavon et al. 2017. */
export const zplus = ({ epsilon = defaultEpsilon, zeroParameters = [] }: LayerRuleOptions = {}): ModifierRule => {
  const [forPositive, forNegative] = signedPair(positive, negative, zeroParameters);
  const pair = modifierRule<"forPositive" | "forNegative">({
    name: "zplus",
    parameters: layerOptionsJson(epsilon, zeroParameters),
    branches: { forPositive, forNegative },
    scalesInput: true,
    gradients: (relevance, outputs) => {
      const sum = add(outputs.forPositive, outputs.forNegative);
      const quotient = div(relevance, stabilized(sum, epsilon, "nonnegative"));
      return { forPositive: quotient, forNegative: quotient };
    },
    reduce: (terms) => pairRelevance(terms.forPositive, terms.forNegative),
  });
  const whole = zeroParameters.length === 0 && !looksAround(epsilon);
  return whole ? { ...pair, wherePositive: wherePositive(pair, epsilon) } : pair;
};

/**
 * The pair sums to (z + |W||x| + |b|)/2, whose terms have the same sign where z > 0: a layer less than the pair, for z
 * is there. Of inputs ≥ 0 the pair is one layer. The factor 2 is left in the weights that relevance is pulled back with.
 */
function wherePositive(pair: ModifierRule, epsilon: Stabilizer): ModifierRule {
  const twice = (part: (parameter: Value) => Value) => (parameter: Value) =>
    mul(part(parameter), scalarLike(parameter, 2));
  const [forPositive, forNegative] = signedPair(twice(positive), twice(negative));
  return modifierRule<"z" | "magnitude" | "forPositive" | "forNegative", "forPositive" | "forNegative">({
    name: pair.name,
    parameters: pair.parameters,
    branches: { z: {}, magnitude: { input: abs, parameter: abs }, forPositive, forNegative },
    scalesInput: true,
    ofNonnegative: pair,
    gradients: (relevance, { z, magnitude }) => {
      const sum = relu(add(z, magnitude));
      const quotient = div(relevance, stabilized(sum, scaledStabilizer(epsilon, 0.5), "nonnegative"));
      return { forPositive: quotient, forNegative: quotient };
    },
    reduce: (terms) => pairRelevance(terms.forPositive, terms.forNegative),
  });
}
