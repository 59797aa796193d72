import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { modifierRule, type Rule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** ε rule: x · Wᵀ(R / stab(z)). MATH.md §3; Bach et al. 2015, eq. 58. */
export const epsilon = ({ epsilon: value = 1e-6 }: { readonly epsilon?: number } = {}): Rule =>
  modifierRule<"z">({
    name: "epsilon",
    parameters: { epsilon: value },
    branches: { z: {} },
    gradients: (relevance, { z }) => ({ z: div(relevance, stabilized(z, value)) }),
    reduce: ({ z }) => mul(z.input, z.gradient),
  });
