import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { onesLike } from "./ones.ts";
import { modifierRule, type Rule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** w² rule: relevance in proportion to squared weights, whatever the input. MATH.md §3; Montavon et al. 2017. */
export const wsquare = ({ epsilon = 1e-6 }: { readonly epsilon?: number } = {}): Rule =>
  modifierRule<"squared">({
    name: "wsquare",
    parameters: { epsilon },
    branches: { squared: { input: onesLike, parameter: (parameter) => mul(parameter, parameter) } },
    gradients: (relevance, { squared }) => ({ squared: div(relevance, stabilized(squared, epsilon)) }),
    reduce: ({ squared }) => squared.gradient,
  });
