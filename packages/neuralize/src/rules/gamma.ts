import { invalidOption } from "../errors/messages.ts";
import { scalarLike } from "../graph/node.ts";
import { signOf } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
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
import { type DivisorSign, looksAround, scaledStabilizer, stabilized } from "./stabilizer.ts";

interface GammaOptions extends LayerRuleOptions {
  /** How many times more contributions of the output's own sign count; default 0.25. */
  readonly gamma?: number;
}

/**
 * Generalised γ rule: where z > 0, contributions of positive sign count 1 + γ times; where z < 0, those of negative
 * sign. MATH.md §3; Montavon et al. 2019, generalised to inputs of either sign by Andéol et al. 2021.
 * @throws NeuralizeError INVALID_OPTION unless γ ≥ 0: the divisors are sums of terms of one sign for no other γ.
 */
export const gamma = ({
  gamma: factor = 0.25,
  epsilon = defaultEpsilon,
  zeroParameters = [],
}: GammaOptions = {}): ModifierRule => {
  if (!(factor >= 0 && Number.isFinite(factor))) throw invalidOption("gamma", factor, "a finite number ≥ 0");
  // With κ = 1 + γ/2, the contributions that count 1 + γ times where they are positive sum to κ(z + c|W||x| + c|b|), and
  // those that do where they are negative to κ(z − c|W||x| − c|b|), c = γ/(2 + γ): w·x has the positive part
  // (w·x + |w||x|)/2. Where each of them counts, both terms have the same sign, so that nothing cancels. One layer on
  // magnitudes serves both; κ moves into the weights that relevance is pulled back with, and into ε.
  const kappa = 1 + factor / 2;
  const times = (value: Value, number: number): Value => mul(value, scalarLike(value, number));
  const more = (part: (a: Value) => Value) => (parameter: Value) =>
    times(add(parameter, times(part(parameter), factor)), 1 / kappa);
  const [aboveFirst, aboveSecond] = signedPair(more(positive), more(negative), zeroParameters);
  const [belowFirst, belowSecond] = signedPair(more(negative), more(positive), zeroParameters);
  const magnitude = withoutParameters(
    { input: abs, parameter: (parameter) => times(abs(parameter), factor / (2 + factor)) },
    zeroParameters,
  );
  const z = withoutParameters({}, zeroParameters);
  const description = { name: "gamma", parameters: { gamma: factor, ...layerOptionsJson(epsilon, zeroParameters) } };
  const share = (relevance: Value, sum: Value, sign: DivisorSign): Value =>
    div(relevance, stabilized(sum, scaledStabilizer(epsilon, kappa), sign));
  // Only the pair for z > 0 is left, and its sum is z plus something ≥ 0: what is ≤ 0 meets no relevance.
  const wherePositive = modifierRule<"aboveFirst" | "aboveSecond" | "magnitude" | "z", "aboveFirst" | "aboveSecond">({
    ...description,
    branches: { aboveFirst, aboveSecond, magnitude, z },
    scalesInput: true,
    gradients: (relevance, outputs) => {
      // Of inputs ≥ 0 one half of the pair is the whole sum, without a look at the layer itself.
      const alone = signOf(outputs.aboveSecond) === "zero";
      const sum = alone ? outputs.aboveFirst : add(outputs.magnitude, outputs.z);
      const above = share(relevance, relu(sum), "nonnegative");
      return { aboveFirst: above, aboveSecond: above };
    },
    reduce: (terms) => pairRelevance(terms.aboveFirst, terms.aboveSecond),
  });
  return modifierRule<
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond" | "magnitude" | "z" | "output",
    "aboveFirst" | "aboveSecond" | "belowFirst" | "belowSecond"
  >({
    ...description,
    branches: {
      aboveFirst,
      aboveSecond,
      belowFirst,
      belowSecond,
      magnitude,
      z,
      // Which pair counts is a question to the layer as it is, also where a parameter counts as zero.
      output: {},
    },
    scalesInput: true,
    wherePositive: zeroParameters.length === 0 && !looksAround(epsilon) ? wherePositive : undefined,
    gradients: (relevance, outputs) => {
      const zero = scalarLike(outputs.z, 0);
      // Without the bias the sums may have either sign.
      const whole = zeroParameters.length === 0;
      const forAbove = share(relevance, add(outputs.z, outputs.magnitude), whole ? "nonnegative" : "either");
      const forBelow = share(relevance, sub(outputs.z, outputs.magnitude), whole ? "nonpositive" : "either");
      const above = where(greater(outputs.output, zero), forAbove, zero);
      const below = where(less(outputs.output, zero), forBelow, zero);
      return { aboveFirst: above, aboveSecond: above, belowFirst: below, belowSecond: below };
    },
    reduce: (terms) =>
      add(pairRelevance(terms.aboveFirst, terms.aboveSecond), pairRelevance(terms.belowFirst, terms.belowSecond)),
  });
};
