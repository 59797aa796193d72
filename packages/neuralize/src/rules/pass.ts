import { dependsOnInput } from "../graph/constancy.ts";
import { directRule, type Rule } from "./rule.ts";

/** Pass rule: the input that carries data gets the relevance unchanged. MATH.md §3. */
export const pass = (): Rule =>
  directRule({
    name: "pass",
    parameters: {},
    relevance: (node, [relevance]) => node.inputs.map((input) => (dependsOnInput(input) ? relevance : undefined)),
  });
