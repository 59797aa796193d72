import { invalidOption } from "../errors/messages.ts";
import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { sub } from "../ops/sub.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson } from "./layer-options.ts";
import { pairRelevance, signedPair } from "./pair.ts";
import { negative, positive } from "./parts.ts";
import { type ModifierRule, modifierRule, type Term } from "./rule.ts";
import { type DivisorSign, stabilized } from "./stabilizer.ts";

interface AlphaBetaOptions extends LayerRuleOptions {
  /** Weight of what speaks for the output; default 2. */
  readonly alpha?: number;
  /** Weight of what speaks against it; default 1. */
  readonly beta?: number;
}

/**
 * αβ rule: α times the z⁺ pair minus β times the pair of negative contributions, each over its own sum.
 * MATH.md §3; Bach et al. 2015, eq. 60.
 * @throws NeuralizeError INVALID_OPTION unless α, β ≥ 0 and α − β = 1, without which relevance is not conserved.
 */
export const alphaBeta = ({
  alpha = 2,
  beta = 1,
  epsilon = defaultEpsilon,
  zeroParameters = [],
}: AlphaBetaOptions = {}): ModifierRule => {
  if (!(alpha >= 0)) throw invalidOption("alpha", alpha, "a number ≥ 0");
  // Differences of decimal fractions (1.3 − 0.3) are 1 only up to rounding.
  if (!(beta >= 0) || Math.abs(alpha - beta - 1) > 1e-9) throw invalidOption("beta", beta, `alpha − 1 = ${alpha - 1}`);
  const [forPositive, forNegative] = signedPair(positive, negative, zeroParameters);
  const [againstPositive, againstNegative] = signedPair(negative, positive, zeroParameters);
  return modifierRule<"forPositive" | "forNegative" | "againstPositive" | "againstNegative">({
    name: "alpha_beta",
    parameters: { alpha, beta, ...layerOptionsJson(epsilon, zeroParameters) },
    branches: { forPositive, forNegative, againstPositive, againstNegative },
    scalesInput: true,
    gradients: (relevance, outputs) => {
      const over = (first: Value, second: Value, sign: DivisorSign): Value =>
        div(relevance, stabilized(add(first, second), epsilon, sign));
      const speaksFor = over(outputs.forPositive, outputs.forNegative, "nonnegative");
      const speaksAgainst = over(outputs.againstPositive, outputs.againstNegative, "nonpositive");
      return {
        forPositive: speaksFor,
        forNegative: speaksFor,
        againstPositive: speaksAgainst,
        againstNegative: speaksAgainst,
      };
    },
    reduce: (terms) => {
      const times = (factor: number, { input, gradient }: Term): Term => ({
        input,
        gradient: mul(gradient, scalarLike(gradient, factor)),
      });
      return sub(
        pairRelevance(times(alpha, terms.forPositive), times(alpha, terms.forNegative)),
        pairRelevance(times(beta, terms.againstPositive), times(beta, terms.againstNegative)),
      );
    },
  });
};
