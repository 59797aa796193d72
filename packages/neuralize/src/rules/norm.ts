import { dependsOnInput } from "../graph/constancy.ts";
import { outputOf } from "../graph/node.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { directRule, type Rule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** Norm rule for sums and averages: every summand gets its share, x · vjp(R / stab(z)). MATH.md §3. */
export const norm = ({ epsilon = 1e-6 }: { readonly epsilon?: number } = {}): Rule =>
  directRule({
    name: "norm",
    parameters: { epsilon },
    relevance: (node, [relevance]) => {
      if (relevance === undefined) return [];
      const quotient = div(relevance, stabilized(outputOf(node), epsilon));
      return node.inputs.map((input, operand) => {
        if (input === undefined || !dependsOnInput(input)) return undefined;
        const gradient = node.operator.vjp?.(node, [quotient], operand);
        return gradient && mul(input, gradient);
      });
    },
  });
