import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { div } from "../ops/div.ts";
import { expand } from "../ops/expand.ts";
import { shape } from "../ops/shape.ts";
import { onesLike } from "./filled.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson } from "./layer-options.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

// Not as a constant: a file that holds as many ones as there are weights would be twice as large.
const onesFor = (parameter: Value): Value => expand(scalarLike(parameter, 1), shape(parameter));

/** Flat rule: relevance in equal parts over everything that the layer connects. MATH.md §3; Lapuschkin et al. 2019. */
export const flat = ({ epsilon = defaultEpsilon }: Pick<LayerRuleOptions, "epsilon"> = {}): ModifierRule =>
  modifierRule<"ones">({
    name: "flat",
    parameters: layerOptionsJson(epsilon, []),
    branches: {
      ones: { input: onesLike, parameter: (parameter, role) => (role === "bias" ? undefined : onesFor(parameter)) },
    },
    gradients: (relevance, { ones }) => ({ ones: div(relevance, stabilized(ones, epsilon)) }),
    reduce: ({ ones }) => ones.gradient,
  });
