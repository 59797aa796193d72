import type { Node } from "../graph/value.ts";
import type { Rule } from "../rules/rule.ts";

const bias = "biases take their share of the relevance";
const stabilizer = "the stabiliser absorbs some where the output is near 0";
const negative = "it drops relevance on purpose and is no decomposition";

/** Why a rule does not hand on all that arrives, by its name. */
const losses: Readonly<Record<string, string>> = {
  alpha_beta: `${bias}, and α and β weigh what excites against what inhibits where only one of them is there`,
  epsilon: `${bias}, and ${stabilizer}`,
  flat: stabilizer,
  gamma: `${bias}, and ${stabilizer}`,
  max_takes_most: "it conserves",
  midpoint: "it conserves but for rounding",
  min_takes_most: "it conserves",
  norm: stabilizer,
  one_hot_sum: "it conserves",
  pass: "it hands relevance through; where a value is broadcast or several inputs are handed the same, sums change",
  pass_filled: "what was filled in gets nothing",
  relu_beta_smooth: "it is the gradient of a smoothed ReLU, and gradients do not conserve",
  relu_deconvnet: negative,
  relu_guided_backprop: negative,
  wsquare: "biases take their share by their square",
  // The shares of its three branches for the bias cancel.
  zbox: stabilizer,
  zplus: `${bias}, and where no input excites nothing is handed on`,
};

/** In words, why a node need not hand on all the relevance that arrives. */
export function lossOf(node: Node, rule: Rule | undefined): string {
  if (rule === undefined)
    return node.operator.moves(node)
      ? "it moves relevance and conserves it"
      : "it has no rule: the gradient conserves only where the output is proportional to the input";
  return losses[rule.name] ?? "the rule is not one of the library's";
}
