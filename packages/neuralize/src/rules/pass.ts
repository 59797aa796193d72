import { dependsOnInput } from "../graph/constancy.ts";
import { directRule, type Rule } from "./rule.ts";

/** Pass rule: the input that carries data, and is no parameter, gets the relevance unchanged. MATH.md §3. */
export const pass = (): Rule =>
  directRule({
    name: "pass",
    parameters: {},
    relevance: (node, [relevance]) => {
      const roles = node.operator.parameters(node);
      return node.inputs.map((input, i) => (roles[i] === undefined && dependsOnInput(input) ? relevance : undefined));
    },
  });
