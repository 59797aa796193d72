import { dependsOnInput } from "../graph/constancy.ts";
import { knownScalar } from "../graph/known-scalar.ts";
import type { Node } from "../graph/value.ts";
import { Clip } from "../ops/clip.ts";
import { Relu } from "../ops/relu.ts";
import { type DirectRule, directRule, type Vanishes } from "./rule.ts";

/** Whether a node is 0 exactly where its input is ≤ 0: a ReLU, or a Clip from 0 upwards (ReLU6). */
function rectifies({ operator, inputs: [, low, high] }: Node): boolean {
  if (operator === Relu) return true;
  return operator === Clip && knownScalar(low) === 0 && (high === undefined || (knownScalar(high) ?? 0) > 0);
}

// Nothing follows from nodes that select (Max, Where): passed relevance also reaches what they did not take.
const vanishes = (node: Node, output: Vanishes): Vanishes =>
  rectifies(node) && output !== "nowhere" ? "up to zero" : "nowhere";

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
