import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { onesLike } from "./filled.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson, withoutParameters } from "./layer-options.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** w² rule: relevance in proportion to squared weights, whatever the input. MATH.md §3; Montavon et al. 2017. */
export const wsquare = ({ epsilon = defaultEpsilon, zeroParameters = [] }: LayerRuleOptions = {}): ModifierRule =>
  modifierRule<"squared">({
    name: "wsquare",
    parameters: layerOptionsJson(epsilon, zeroParameters),
    branches: {
      squared: withoutParameters(
        { input: onesLike, parameter: (parameter) => mul(parameter, parameter) },
        zeroParameters,
      ),
    },
    gradients: (relevance, { squared }) => ({ squared: div(relevance, stabilized(squared, epsilon)) }),
    reduce: ({ squared }) => squared.gradient,
  });
