import { dependsOnInput } from "../graph/constancy.ts";
import type { Node } from "../graph/value.ts";
import { type DirectRule, directRule, type Vanishes } from "./rule.ts";

// A ReLU is 0 exactly where its input is ≤ 0; what only moves values is 0 where they are.
function vanishes(node: Node, output: Vanishes): Vanishes {
  if (node.operator.type === "Relu" && node.operator.domain === "") return output === "nowhere" ? output : "up to zero";
  return node.operator.moves(node) ? output : "nowhere";
}

/** Pass rule: the input that carries data, and is no parameter, gets the relevance unchanged. MATH.md §3. */
export const pass = (): DirectRule =>
  directRule({
    name: "pass",
    parameters: {},
    vanishes,
    relevance: (node, [relevance]) => {
      const roles = node.operator.parameters(node);
      return node.inputs.map((input, i) => (roles[i] === undefined && dependsOnInput(input) ? relevance : undefined));
    },
  });
