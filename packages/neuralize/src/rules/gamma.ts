import { invalidOption } from "../errors/messages.ts";
import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
import { add } from "../ops/add.ts";
import { greater } from "../ops/comparison.ts";
import { direction } from "../ops/direction.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { sub } from "../ops/sub.ts";
import { where } from "../ops/where.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson, withoutParameters } from "./layer-options.ts";
import { type ModifierRule, modifierRule, type Term } from "./rule.ts";
import { looksAround, type Stabilizer, scaledStabilizer, stabilized } from "./stabilizer.ts";

interface GammaOptions extends LayerRuleOptions {
  /** How many times more contributions of the output's own sign count; default 0.25. */
  readonly gamma?: number;
}

const relevanceOf = ({ input, gradient }: Term): Value => mul(input, gradient);

const relevanceOfBoth = ({ z, magnitude }: Readonly<Record<"z" | "magnitude", Term>>): Value =>
  add(relevanceOf(z), relevanceOf(magnitude));

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
  // w·x has the positive part (w·x + |w||x|)/2. So with κ = 1 + γ/2, c = γ/(2 + γ) and the magnitude M = c|W||x| + c|b|,
  // the pair of MATH.md for z > 0 sums to κ(z + M) and the one for z < 0 to κ(z − M): to κ·sign(z)·(|z| + M), where
  // nothing cancels. Pulled back, the two weights W ± c|W| of each pair fall together likewise: with t = R/(|z| + M),
  // the relevance of the input is x · Wᵀ(sign(z) t) + |x| · c|W|ᵀt. κ is left in ε alone.
  const kappa = 1 + factor / 2;
  const weaker = (parameter: Value): Value => mul(abs(parameter), scalarLike(parameter, factor / (2 + factor)));
  const z = withoutParameters({}, zeroParameters);
  const magnitude = withoutParameters({ input: abs, parameter: weaker }, zeroParameters);
  const description = { name: "gamma", parameters: { gamma: factor, ...layerOptionsJson(epsilon, zeroParameters) } };
  const stabilizer = scaledStabilizer(epsilon, kappa);

  // Without parameters the sums may have either sign, whatever that of the output, which is still what is asked; and a
  // stabiliser that looks around sees each of the two sums as a whole.
  const together = zeroParameters.length === 0 && !looksAround(epsilon);
  return modifierRule<"z" | "magnitude" | "output", "z" | "magnitude">({
    ...description,
    branches: { z, magnitude, output: {} },
    scalesInput: true,
    wherePositive: together ? wherePositive(stabilizer, weaker, description) : undefined,
    gradients: (relevance, outputs) => {
      // 0 where the output is 0: there nothing flows.
      const sign = direction(outputs.output);
      const share = together
        ? mul(div(relevance, stabilizedSum(abs(outputs.z), outputs.magnitude, stabilizer)), sign)
        : mul(div(relevance, apart(outputs, stabilizer)), abs(sign));
      return { z: share, magnitude: mul(share, sign) };
    },
    reduce: relevanceOfBoth,
  });
};

/** z + M where the output is above 0, z − M elsewhere, each kept from zero on its own. */
const apart = (
  { z, magnitude, output }: Readonly<Record<"z" | "magnitude" | "output", Value>>,
  stabilizer: Stabilizer,
): Value =>
  where(
    greater(output, scalarLike(output, 0)),
    stabilized(add(z, magnitude), stabilizer),
    stabilized(sub(z, magnitude), stabilizer),
  );

/** Of two values ≥ 0. A plain ε joins the second first: it can move into the bias of the layer that made it. */
const stabilizedSum = (first: Value, second: Value, stabilizer: Stabilizer): Value =>
  typeof stabilizer === "number"
    ? add(first, stabilized(second, stabilizer, "nonnegative"))
    : stabilized(add(first, second), stabilizer, "nonnegative");

/** Where z > 0 alone counts, one gradient serves both; of inputs ≥ 0 besides, the layer on W + c|W| is the whole rule. */
function wherePositive(
  stabilizer: Stabilizer,
  weaker: (parameter: Value) => Value,
  description: Pick<ModifierRule, "name" | "parameters">,
): ModifierRule {
  return modifierRule<"z" | "magnitude">({
    ...description,
    branches: { z: {}, magnitude: { input: abs, parameter: weaker } },
    scalesInput: true,
    ofNonnegative: modifierRule<"sum">({
      ...description,
      branches: { sum: { parameter: (parameter) => add(parameter, weaker(parameter)) } },
      scalesInput: true,
      gradients: (relevance, { sum }) => ({ sum: div(relevance, stabilized(relu(sum), stabilizer, "nonnegative")) }),
      reduce: ({ sum }) => relevanceOf(sum),
    }),
    gradients: (relevance, outputs) => {
      // The ReLU is at hand, and leaves the layer free to be fused with it; below it nothing arrives.
      const sum = relu(add(outputs.z, outputs.magnitude));
      const above = div(relevance, stabilized(sum, stabilizer, "nonnegative"));
      return { z: above, magnitude: above };
    },
    reduce: relevanceOfBoth,
  });
}
