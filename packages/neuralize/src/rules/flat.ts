import { div } from "../ops/div.ts";
import { onesLike } from "./ones.ts";
import { modifierRule, type Rule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** Flat rule: relevance in equal parts over everything that the layer connects. MATH.md §3; Lapuschkin et al. 2019. */
export const flat = ({ epsilon = 1e-6 }: { readonly epsilon?: number } = {}): Rule =>
  modifierRule<"ones">({
    name: "flat",
    parameters: { epsilon },
    branches: {
      ones: { input: onesLike, parameter: (parameter, role) => (role === "bias" ? undefined : onesLike(parameter)) },
    },
    gradients: (relevance, { ones }) => ({ ones: div(relevance, stabilized(ones, epsilon)) }),
    reduce: ({ ones }) => ones.gradient,
  });
