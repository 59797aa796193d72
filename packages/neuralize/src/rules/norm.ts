import { dependsOnInput } from "../graph/constancy.ts";
import { outputOf } from "../graph/node.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson } from "./layer-options.ts";
import { type DirectRule, directRule } from "./rule.ts";
import { looksAround, stabilized } from "./stabilizer.ts";

/** Norm rule for sums and averages: every summand gets its share, x · vjp(R / stab(z)). MATH.md §3. */
export const norm = ({ epsilon = defaultEpsilon }: Pick<LayerRuleOptions, "epsilon"> = {}): DirectRule =>
  directRule({
    name: "norm",
    parameters: layerOptionsJson(epsilon, []),
    vanishes: () => "at zero",
    relevance: (node, [relevance], vanishes) => {
      if (relevance === undefined) return [];
      // Where only z > 0 has relevance its ReLU serves as well, and leaves the sum free to be fused with it.
      const output = outputOf(node);
      const divisor = vanishes === "up to zero" && !looksAround(epsilon) ? relu(output) : output;
      const quotient = div(relevance, stabilized(divisor, epsilon));
      return node.inputs.map((input, operand) => {
        if (input === undefined || !dependsOnInput(input)) return undefined;
        const gradient = node.operator.vjp?.(node, [quotient], operand);
        return gradient && mul(input, gradient);
      });
    },
  });
